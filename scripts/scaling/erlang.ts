/**
 * How long one waits on average for one of `servers`, when `load` of them are busy on average (in erlangs: arrivals a second
 * × mean service seconds), both exponential: M/M/c. In mean service times. A. K. Erlang, "Solution of some Problems in the
 * Theory of Probabilities of Significance in Automatic Telephone Exchanges", 1917; L. Kleinrock, "Queueing Systems" I, 1975, 3.5.
 */
export function erlangWait(servers: number, load: number): number {
  return erlangC(servers, load) / (servers - load);
}

/** The share that waits at all. By Erlang's B step by step, which never overflows. */
export function erlangC(servers: number, load: number): number {
  let blocked = 1;
  for (let count = 1; count <= servers; count++) blocked = (load * blocked) / (count + load * blocked);
  return blocked / (1 - (load / servers) * (1 - blocked));
}

/**
 * Mean wait for one server with a constant service time, M/D/1, in service times: half of what M/M/1 has. F. Pollaczek 1930,
 * A. Khinchine 1932; Kleinrock 5.6.
 */
export function constantServiceWait(load: number): number {
  return load / (2 * (1 - load));
}
