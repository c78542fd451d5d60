export const usage = 'downbeat discover [--cdk | --json] [--stack NAME]… [--url URL] [--region REGION]';

export const help = `Usage: ${usage}

Lists what runs on a schedule in a region and no monitor watches: schedules of EventBridge Scheduler, and
rules of EventBridge with a schedule expression, scheduled ECS tasks among them. Prints a file of monitors
for them, which downbeat monitors apply takes. Reads, and changes nothing.

Options:
  --cdk            prints lines of CDK instead
  --json           prints {"jobs": […]} instead
  --stack NAME     leaves out the schedules of the installation in this stack (default Downbeat); may be
                   given several times
  --url URL        where the API is: https://… (default DOWNBEAT_URL)
  --profile NAME   the AWS profile whose credentials are used
  --region REGION  the region that is looked at (default that of the API, where its URL says it, then
                   AWS_REGION, then the profile's)
  --help           shows this

A monitor watches a job if it has the job's tag: aws: and 16 digits, made from the job's ARN, which all
three outputs show. Give it to a monitor that you have already, and the job is left out from then on.

What cannot be said exactly as a monitor's schedule is printed as a comment, with the reason.

Exit codes:
  0                done
  1                the API or AWS refused, or did not answer
  2                wrong usage
`;
