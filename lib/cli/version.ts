/** What `--version` says, and the User-Agent of every ping. package.json says the same. */
export const version = '0.1.0';
