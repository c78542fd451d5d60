import { queueNames } from './installation.ts';

export const usage =
  'downbeat redrive [--dry-run] [--queue NAME]… [--limit N] [--republish] [--stack NAME] [--json]';

export const help = `Usage: ${usage}

Puts back what lies in the queues of dead letters of an installation. A letter is deleted when that is
done, or when there is nothing left to do for it; any other is left, and it is said why.

Options:
  --dry-run        shows what lies there and what would be done, and does nothing
  --queue NAME     this queue alone: ${queueNames.join(', ')}; may be given several times
  --limit N        looks at no more than N letters
  --republish      sends an event that one subscriber did not take to all subscribers of its topic once
                   more. Programs know it by its event_id, people are told twice
  --stack NAME     the stack of the installation (default Downbeat)
  --profile NAME   the AWS profile whose credentials are used
  --region REGION  the region of the stack (default AWS_REGION, then the profile's)
  --json           prints {"letters": […]}
  --help           shows this

A wake-up goes back to the queue of deadlines. An alert or a flip goes back to the function that gave it
up: read from the stream, which keeps a day, or as it was set aside. An event goes back to the function
that makes a ping of it, for its own instant. An alert that is old news, because
its monitor has flipped since, or is gone, is removed. So is a failed sweep: the next has done its work.

Letters that are looked at are hidden from others until the end, or for a quarter of an hour.

Exit codes:
  0                done
  1                letters were left, or AWS refused or did not answer
  2                wrong usage
`;
