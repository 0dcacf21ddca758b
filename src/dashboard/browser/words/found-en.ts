/** What was found on a picture, in English. */
export const englishFound = {
  first: (engine: string) => `first engine (${engine})`,
  second: (engine: string | null) => (engine === null ? "second engine" : `second engine (${engine})`),
  notAsked: "was not asked",
  nothing: "read nothing",
  candidate: "may be the count, too",
};
