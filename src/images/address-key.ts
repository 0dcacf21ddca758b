/** What signatures add to an address, by who makes them; all in lower case. */
const signers = [
  // AWS, Google and Alibaba name theirs so that nothing else is called like it.
  { sign: /^x-(amz|goog|oss)-/, parameters: /^x-(amz|goog|oss)-/ },
  {
    sign: /^signature$/,
    parameters: /^(signature|expires|(aws|oss)accesskeyid|googleaccessid|key-pair-id|policy)$/,
  },
  // Azure's are short enough to be somebody's own: only beside a signature they are Azure's.
  { sign: /^sig$/, parameters: /^(sig|s[vreptis]|st|spr|sip|srt|ss|sdd|ske|skt|sks|skv|skoid|sktid)$/ },
] as const;

/**
 * What an address stands for, whoever signed it and until when: the address without the parameters of presigned
 * ones and without its fragment. Two addresses of one key name the same object, though maybe not the same version.
 */
export function addressKey(address: string): string {
  const url = new URL(address);
  const parameters = url.search.slice(1).split("&");
  const names = parameters.map((parameter) => parameter.replace(/=.*/s, "").toLowerCase());
  const present = signers.filter(({ sign }) => names.some((name) => sign.test(name)));
  const own = parameters.filter(
    (_, index) => !present.some((signer) => signer.parameters.test(names[index] ?? "")),
  );
  const query = own.filter((parameter) => parameter !== "").join("&");
  return `${url.origin}${url.pathname}${query === "" ? "" : `?${query}`}`;
}
