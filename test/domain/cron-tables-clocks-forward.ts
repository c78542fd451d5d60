/** Where the clocks go forward. The answers are written by cron-tables.py. */
export const skippedHour = `
# Fixed times: what is skipped is due right after it.
30 2 * * * in Europe/Berlin, the next 3 after 2026-03-28 00:00:
    2026-03-28 01:30, 2026-03-29 01:00, 2026-03-30 00:30
0 2 * * * in Europe/Berlin, the next 3 after 2026-03-28 00:00:
    2026-03-28 01:00, 2026-03-29 01:00, 2026-03-30 00:00
59 2 * * * in Europe/Berlin, the next 3 after 2026-03-28 00:00:
    2026-03-28 01:59, 2026-03-29 01:00, 2026-03-30 00:59
59 1 * * * in Europe/Berlin, the next 3 after 2026-03-28 00:00:
    2026-03-28 00:59, 2026-03-29 00:59, 23:59
0 3 * * * in Europe/Berlin, the next 3 after 2026-03-28 00:00:
    2026-03-28 02:00, 2026-03-29 01:00, 2026-03-30 01:00
30 2 29 3 * in Europe/Berlin, the next 3 after 2026-01-01 00:00:
    2026-03-29 01:00, 2027-03-29 00:30, 2028-03-29 00:30
30 2 * * SUN in Europe/Berlin, the next 3 after 2026-03-20 00:00:
    2026-03-22 01:30, 2026-03-29 01:00, 2026-04-05 00:30
0,30 2 * * * in Europe/Berlin, the next 4 after 2026-03-28 12:00:
    2026-03-29 01:00, 2026-03-30 00:00, 00:30, 2026-03-31 00:00
30 1-3 * * * in Europe/Berlin, the next 5 after 2026-03-28 12:00:
    2026-03-29 00:30, 01:00, 01:30, 23:30, 2026-03-30 00:30
0-59 2 * * * in Europe/Berlin, the next 3 after 2026-03-29 00:00:
    2026-03-29 01:00, 2026-03-30 00:00, 00:01
15,45 2,3 * * * in Europe/Berlin, the next 5 after 2026-03-28 12:00:
    2026-03-29 01:00, 01:15, 01:45, 2026-03-30 00:15, 00:45
0 2,3 * * * in Europe/Berlin, the next 4 after 2026-03-28 12:00:
    2026-03-29 01:00, 2026-03-30 00:00, 01:00, 2026-03-31 00:00
30 2 * * * | 0 3 * * * in Europe/Berlin, the next 4 after 2026-03-28 12:00:
    2026-03-29 01:00, 2026-03-30 00:30, 01:00, 2026-03-31 00:30
30 2 * * * | */15 3 * * * in Europe/Berlin, the next 6 after 2026-03-28 12:00:
    2026-03-29 01:00, 01:15, 01:30, 01:45, 2026-03-30 00:30, 01:00
30 3 * * * in Europe/Riga, the next 3 after 2026-03-28 00:00:
    2026-03-28 01:30, 2026-03-29 01:00, 2026-03-30 00:30
0 3,4 * * * in Europe/Riga, the next 4 after 2026-03-28 12:00:
    2026-03-29 01:00, 2026-03-30 00:00, 01:00, 2026-03-31 00:00
30 3 * * 0 in Europe/Riga, the next 3 after 2027-03-15 00:00:
    2027-03-21 01:30, 2027-03-28 01:00, 2027-04-04 00:30
30 3 L 3 * in Europe/Riga, the next 3 after 2024-01-01 00:00:
    2024-03-31 01:00, 2025-03-31 00:30, 2026-03-31 00:30
30 1 * * * in Europe/London, the next 3 after 2027-03-27 00:00:
    2027-03-27 01:30, 2027-03-28 01:00, 2027-03-29 00:30
0 1 28 3 * in Europe/London, the next 3 after 2027-01-01 00:00:
    2027-03-28 01:00, 2028-03-28 00:00, 2029-03-28 00:00
45 0,1,2 * * * in Europe/London, the next 5 after 2027-03-27 12:00:
    2027-03-28 00:45, 01:00, 01:45, 23:45, 2027-03-29 00:45
30 2 * * * in America/New_York, the next 3 after 2026-03-07 00:00:
    2026-03-07 07:30, 2026-03-08 07:00, 2026-03-09 06:30
30 2 8 3 * in America/New_York, the next 2 after 2026-01-01 00:00:
    2026-03-08 07:00, 2027-03-08 07:30
15 1-3 * * * in America/New_York, the next 5 after 2026-03-07 12:00:
    2026-03-08 06:15, 07:00, 07:15, 2026-03-09 05:15, 06:15
30 2 * * SUN#2 in America/New_York, the next 3 after 2028-02-01 00:00:
    2028-02-13 07:30, 2028-03-12 07:00, 2028-04-09 06:30
30 2 * * * in America/Los_Angeles, the next 3 after 2028-03-11 00:00:
    2028-03-11 10:30, 2028-03-12 10:00, 2028-03-13 09:30
5 2 * 3 0#2 in America/Los_Angeles, the next 3 after 2025-01-01 00:00:
    2025-03-09 10:00, 2026-03-08 10:00, 2027-03-14 10:00
30 2 * * * in America/St_Johns, the next 3 after 2026-03-07 00:00:
    2026-03-07 06:00, 2026-03-08 05:30, 2026-03-09 05:00
0 2,3 8 3 * in America/St_Johns, the next 3 after 2026-01-01 00:00:
    2026-03-08 05:30, 2027-03-08 05:30, 06:30
0 0 * * * in America/Santiago, the next 3 after 2026-09-05 00:00:
    2026-09-05 04:00, 2026-09-06 04:00, 2026-09-07 03:00
30 0 * * * in America/Santiago, the next 3 after 2026-09-05 00:00:
    2026-09-05 04:30, 2026-09-06 04:00, 2026-09-07 03:30
@daily in America/Santiago, the next 3 after 2027-09-04 00:00:
    2027-09-04 04:00, 2027-09-05 04:00, 2027-09-06 03:00
@weekly in America/Santiago, the next 3 after 2026-08-31 00:00:
    2026-09-06 04:00, 2026-09-13 03:00, 2026-09-20 03:00
15 0 * * SAT,SUN in America/Santiago, the next 3 after 2026-09-05 00:00:
    2026-09-05 04:15, 2026-09-06 04:00, 2026-09-12 03:15
30 23 * * * in America/Santiago, the next 3 after 2026-09-05 00:00:
    2026-09-05 03:30, 2026-09-06 03:30, 2026-09-07 02:30
0 1 * * * in America/Santiago, the next 3 after 2026-09-05 00:00:
    2026-09-05 05:00, 2026-09-06 04:00, 2026-09-07 04:00
0 0,1 * * * in America/Santiago, the next 4 after 2026-09-05 12:00:
    2026-09-06 04:00, 2026-09-07 03:00, 04:00, 2026-09-08 03:00
30 2 * * * in Australia/Sydney, the next 3 after 2026-10-02 20:00:
    2026-10-03 16:00, 2026-10-04 15:30, 2026-10-05 15:30
0 2 4 10 * in Australia/Sydney, the next 3 after 2026-01-01 00:00:
    2026-10-03 16:00, 2027-10-03 15:00, 2028-10-03 15:00
15 2 * * * in Australia/Lord_Howe, the next 3 after 2026-10-02 20:00:
    2026-10-03 15:30, 2026-10-04 15:15, 2026-10-05 15:15
0 2 * * * in Australia/Lord_Howe, the next 3 after 2026-10-02 20:00:
    2026-10-03 15:30, 2026-10-04 15:00, 2026-10-05 15:00
30 2 * * * in Australia/Lord_Howe, the next 3 after 2026-10-02 20:00:
    2026-10-03 15:30, 2026-10-04 15:30, 2026-10-05 15:30
45 1,2 * * * in Australia/Lord_Howe, the next 4 after 2026-10-03 00:00:
    2026-10-03 15:15, 15:45, 2026-10-04 14:45, 15:45
0,15 2 * * * in Australia/Lord_Howe, the next 3 after 2026-10-03 00:00:
    2026-10-03 15:30, 2026-10-04 15:00, 15:15
30 2 * * * in Pacific/Auckland, the next 3 after 2026-09-25 20:00:
    2026-09-26 14:00, 2026-09-27 13:30, 2026-09-28 13:30
45 2 * * 7 in Pacific/Auckland, the next 3 after 2028-09-15 00:00:
    2028-09-16 14:45, 2028-09-23 14:00, 2028-09-30 13:45
45 2 * * * in Pacific/Chatham, the next 3 after 2026-09-25 00:00:
    2026-09-25 14:00, 2026-09-26 14:00, 2026-09-27 13:00
15 3 * * * in Pacific/Chatham, the next 3 after 2026-09-25 00:00:
    2026-09-25 14:30, 2026-09-26 14:00, 2026-09-27 13:30
45 3 * * * in Pacific/Chatham, the next 3 after 2026-09-25 00:00:
    2026-09-25 15:00, 2026-09-26 14:00, 2026-09-27 14:00
0 3,4 * * * in Pacific/Chatham, the next 4 after 2026-09-26 00:00:
    2026-09-26 14:00, 14:15, 2026-09-27 13:15, 14:15
0 0 * * * in America/Havana, the next 3 after 2026-03-07 00:00:
    2026-03-07 05:00, 2026-03-08 05:00, 2026-03-09 04:00
30 0 * * * in America/Havana, the next 3 after 2026-03-07 00:00:
    2026-03-07 05:30, 2026-03-08 05:00, 2026-03-09 04:30
30 0 * * * in Atlantic/Azores, the next 3 after 2026-03-28 00:00:
    2026-03-28 01:30, 2026-03-29 01:00, 2026-03-30 00:30
30 1 * * * in Antarctica/Troll, the next 3 after 2026-03-28 00:00:
    2026-03-28 01:30, 2026-03-29 01:00, 23:30
0 1,2,3 * * * in Antarctica/Troll, the next 4 after 2026-03-28 12:00:
    2026-03-29 01:00, 23:00, 2026-03-30 00:00, 01:00

# Other lines: what is skipped does not occur.
*/30 * * * * in Europe/Berlin, the next 4 after 2026-03-29 00:20:
    2026-03-29 00:30, 01:00, 01:30, 02:00
30 */2 * * * in Europe/Berlin, the next 4 after 2026-03-28 22:00:
    2026-03-28 23:30, 2026-03-29 02:30, 04:30, 06:30
*/20 2 * * * in Europe/Berlin, the next 4 after 2026-03-28 12:00:
    2026-03-30 00:00, 00:20, 00:40, 2026-03-31 00:00
0 * * * * in Europe/Berlin, the next 4 after 2026-03-28 23:00:
    2026-03-29 00:00, 01:00, 02:00, 03:00
@hourly in Europe/Berlin, the next 4 after 2026-03-28 23:00:
    2026-03-29 00:00, 01:00, 02:00, 03:00
* 2 * * * in Europe/Berlin, the next 3 after 2026-03-28 01:58:
    2026-03-28 01:59, 2026-03-30 00:00, 00:01
30 0-6/2 * * * in Europe/Berlin, the next 4 after 2026-03-28 23:00:
    2026-03-28 23:30, 2026-03-29 02:30, 04:30, 22:30
*/15 2 29 3 * in Europe/Berlin, the next 2 after 2026-01-01 00:00:
    2027-03-29 00:00, 00:15
0 */6 * * * in Europe/Riga, the next 5 after 2026-03-28 20:00:
    2026-03-28 22:00, 2026-03-29 03:00, 09:00, 15:00, 21:00
15 */3 * * * in Europe/Riga, the next 4 after 2026-03-28 22:00:
    2026-03-28 22:15, 2026-03-29 03:15, 06:15, 09:15
*/15 * * * * in Europe/London, the next 4 after 2027-03-28 00:40:
    2027-03-28 00:45, 01:00, 01:15, 01:30
30 */1 * * * in America/New_York, the next 4 after 2026-03-08 05:00:
    2026-03-08 05:30, 06:30, 07:30, 08:30
0 */2 * * * in America/Los_Angeles, the next 4 after 2026-03-08 07:00:
    2026-03-08 08:00, 11:00, 13:00, 15:00
*/30 * * * * in America/St_Johns, the next 4 after 2026-03-08 05:00:
    2026-03-08 05:30, 06:00, 06:30, 07:00
0 */4 * * * in America/Santiago, the next 4 after 2026-09-05 20:00:
    2026-09-06 00:00, 07:00, 11:00, 15:00
*/30 * * * * in America/Santiago, the next 4 after 2026-09-06 03:10:
    2026-09-06 03:30, 04:00, 04:30, 05:00
*/15 * * * * in Australia/Lord_Howe, the next 4 after 2026-10-03 15:20:
    2026-10-03 15:30, 15:45, 16:00, 16:15
0 * * * * in Australia/Lord_Howe, the next 4 after 2026-10-03 13:30:
    2026-10-03 14:30, 16:00, 17:00, 18:00
*/10 2 * * * in Australia/Lord_Howe, the next 4 after 2026-10-03 00:00:
    2026-10-03 15:30, 15:40, 15:50, 2026-10-04 15:00
30 * * * * in Australia/Lord_Howe, the next 4 after 2026-10-03 13:30:
    2026-10-03 14:00, 15:00, 15:30, 16:30
0 */2 * * * in Pacific/Auckland, the next 4 after 2026-09-26 11:00:
    2026-09-26 12:00, 15:00, 17:00, 19:00
*/45 * * * * in Pacific/Chatham, the next 5 after 2026-09-26 12:00:
    2026-09-26 12:15, 13:00, 13:15, 14:00, 14:15
0 */3 * * * in Pacific/Chatham, the next 4 after 2026-09-26 08:00:
    2026-09-26 08:15, 11:15, 16:15, 19:15
*/30 0 * * * in America/Havana, the next 4 after 2026-03-07 12:00:
    2026-03-09 04:00, 04:30, 2026-03-10 04:00, 04:30
0 * * * * in Antarctica/Troll, the next 4 after 2026-03-28 23:00:
    2026-03-29 00:00, 01:00, 02:00, 03:00
`;
