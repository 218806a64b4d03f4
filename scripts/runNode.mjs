import { spawn } from 'node:child_process';

/**
 * Runs a script with this process's own streams. Whoever ends this process ends the script: it gets the same
 * signal, and the time to clean up.
 * @param {string[]} args the script and its arguments
 * @param {string} cwd
 * @param {string} [node] the program; this process's own without it
 * @returns {Promise<number>} the exit code; 1 for a script that a signal ended
 */
export async function runNode(args, cwd, node = process.execPath) {
	const child = spawn(node, args, { cwd, stdio: 'inherit' });
	const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
	let ended = false;
	const forward = (signal) => {
		ended = true;
		child.kill(signal);
	};
	for (const signal of signals) process.on(signal, forward);
	const code = await new Promise((settle, reject) => {
		child.once('error', reject);
		child.once('exit', (status) => settle(status ?? 1));
	});
	for (const signal of signals) process.off(signal, forward);
	if (ended) process.exit(code || 130);
	return code;
}
