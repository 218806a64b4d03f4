#!/usr/bin/env node
// Stands in for the executable of a desktop VS Code in `runTests` of @vscode/test-electron, and understands the flags that
// it passes. BEDROCK_PROFILES_LAYER says what for:
//
//   host  `extensionTestsPath` runs in the extension host of a VS Code server, `extensionDevelopmentPath` beside it.
//   ui    `extensionTestsPath` is a module for this process, `run(windows)`; `extensionDevelopmentPath` is a .vsix, which
//         is installed in the VS Code server or, where BEDROCK_PROFILES_DESKTOP names its executable, in a desktop VS Code.
import { createWriteStream, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launchBrowser } from './browser.mjs';
import { desktopWindows } from './desktopWindows.mjs';
import { startServer, workbenchUrl } from './server.mjs';
import { serverWindows } from './serverWindows.mjs';
import { testMark } from './testMark.mjs';

const flags = new Map();
const folders = [];
/** One or more extensions under development. */
const developed = [];
for (const argument of process.argv.slice(2)) {
	const match = /^--([\w-]+)(?:=(.*))?$/s.exec(argument);
	if (match?.[1] === 'extensionDevelopmentPath') developed.push(match[2]);
	if (match) flags.set(match[1], match[2] ?? '');
	else folders.push(resolve(argument));
}
const required = (name) => {
	const value = flags.get(name);
	if (!value) throw new Error(`The launcher needs --${name}.`);
	return value;
};

const minutes = 40;

async function runInExtensionHost() {
	const userData = required('user-data-dir');
	const log = join(userData, 'server.log');
	const extensions = required('extensions-dir');
	const server = await startServer({ userData, extensions, log, takesPayload: true });
	const browser = await launchBrowser();
	try {
		const page = await browser.newPage();
		// The workbench's own console comes this way too; the tests mark their lines.
		const workbenchLog = createWriteStream(join(userData, 'workbench.log'));
		await page.exposeFunction('codeAutomationLog', (type, args) => {
			const line = args.map(String).join(' ');
			if (line.startsWith(testMark)) process.stdout.write(`${line.slice(testMark.length)}\n`);
			else workbenchLog.write(`${type} ${line}\n`);
		});
		const exit = new Promise((settle) => page.exposeFunction('codeAutomationExit', settle));
		const remote = `vscode-remote://127.0.0.1:${server.port}`;
		await page.goto(
			workbenchUrl(server.origin, folders[0] ?? process.cwd(), [
				...developed.map((path) => ['extensionDevelopmentPath', remote + path]),
				['extensionTestsPath', remote + required('extensionTestsPath')],
			]),
		);
		const crash = new Promise((_, reject) => page.once('crash', () => reject(new Error('The workbench crashed.'))));
		const end = server.ended.then(() => Promise.reject(new Error('The VS Code server ended while the tests ran.')));
		return Number(await Promise.race([exit, tooLate(), crash, end]));
	} finally {
		await browser.close();
		await server.stop();
	}
}

async function runUiTests() {
	const options = {
		vsix: required('extensionDevelopmentPath'),
		userData: required('user-data-dir'),
		extensions: required('extensions-dir'),
		folder: folders[0] ?? process.cwd(),
	};
	const executable = process.env.BEDROCK_PROFILES_DESKTOP;
	const windows = await (executable ? desktopWindows({ ...options, executable }) : serverWindows(options));
	try {
		const { run } = await import(pathToFileURL(required('extensionTestsPath')).href);
		await Promise.race([run(windows), tooLate()]);
		return 0;
	} finally {
		await windows.dispose();
	}
}

function tooLate() {
	return new Promise((_, reject) => {
		setTimeout(() => reject(new Error(`The tests did not end within ${minutes} minutes.`)), minutes * 60_000).unref();
	});
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(130));
// Whoever asked for the tests may be killed outright; then nobody waits for them, or ends what they started.
const parent = process.ppid;
setInterval(() => {
	if (process.ppid !== parent) process.exit(130);
}, 1000).unref();

// A failed ui test names the line of its source.
process.setSourceMapsEnabled(true);
try {
	mkdirSync(required('user-data-dir'), { recursive: true });
	process.exitCode = await (process.env.BEDROCK_PROFILES_LAYER === 'ui' ? runUiTests() : runInExtensionHost());
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}
process.exit();
