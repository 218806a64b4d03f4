import { join } from 'node:path';
import { ScanThreads } from '../scan/scanThreads';
import { messageOf } from './messageOf';
import { runConversion } from './run';

// A reader that has seen enough (`| head`) closes the pipe; that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
const streams = { out: (line: string) => console.log(line), error: (line: string) => console.error(line) };
const threads = new ScanThreads(join(__dirname, 'scanWorker.js'));
runConversion(process.argv.slice(2), streams, threads.run)
	.then(
		(code) => (process.exitCode = code),
		(error: unknown) => {
			console.error(messageOf(error));
			process.exitCode = 1;
		},
	)
	.finally(() => threads.end());
