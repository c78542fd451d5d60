/** How many times as many cases random tests play: `TIMES=10 npm test` takes its time, and looks further. */
export const times = Number(process.env.TIMES ?? 1);
