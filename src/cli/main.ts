import { printFailure } from '#platform/operator-error.ts';
import { runCommand } from './program.ts';

// Ctrl-C ends by process.exit, so that a PostgreSQL started for this command is stopped with it.
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => process.exit(130));

try {
  process.exitCode = await runCommand(process.argv.slice(2), process.env, {
    stdout: (content) => void process.stdout.write(content),
    stderr: (line) => void process.stderr.write(line),
  });
} catch (error) {
  printFailure(error);
}
