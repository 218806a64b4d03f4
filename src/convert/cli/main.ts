import { messageOf, runConversion } from './run';

// A reader that has seen enough (`| head`) closes the pipe; that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
runConversion(process.argv.slice(2), {
	out: (line) => console.log(line),
	error: (line) => console.error(line),
}).then(
	(code) => (process.exitCode = code),
	(error: unknown) => {
		console.error(messageOf(error));
		process.exitCode = 1;
	},
);
