#!/usr/bin/env node
// Stands in for the executable of a desktop VS Code in `runTests` of @vscode/test-electron: understands the flags that it
// passes and runs the tests in a VS Code server with Chromium.
//
// BEDROCK_PROFILES_LAYER=ui: `extensionTestsPath` is a module for this process, `run({ page, … })`, and
// `extensionDevelopmentPath` a .vsix, which is installed. Otherwise: tests for the extension host, as VS Code runs them.
import { createWriteStream, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launchBrowser } from './browser.mjs';
import { testMark } from './testMark.mjs';
import { installExtension, startServer, workbenchUrl } from './server.mjs';

const flags = new Map();
const folders = [];
for (const argument of process.argv.slice(2)) {
	const match = /^--([\w-]+)(?:=(.*))?$/s.exec(argument);
	if (match) flags.set(match[1], match[2] ?? '');
	else folders.push(resolve(argument));
}
const required = (name) => {
	const value = flags.get(name);
	if (!value) throw new Error(`The launcher needs --${name}.`);
	return value;
};

const userData = required('user-data-dir');
const extensions = required('extensions-dir');
const testsPath = required('extensionTestsPath');
const development = required('extensionDevelopmentPath');
const folder = folders[0] ?? process.cwd();
const log = join(userData, 'server.log');
const locale = process.env.BEDROCK_PROFILES_LOCALE;
const settings = JSON.parse(process.env.BEDROCK_PROFILES_SETTINGS || '{}');
mkdirSync(userData, { recursive: true });

async function runInExtensionHost() {
	const server = await startServer({ userData, extensions, log, settings, locale });
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
			workbenchUrl(server.origin, folder, [
				['extensionDevelopmentPath', remote + development],
				['extensionTestsPath', remote + testsPath],
			]),
		);
		const minutes = 15;
		const late = new Promise((_, reject) => {
			setTimeout(() => reject(new Error(`The tests did not end within ${minutes} minutes.`)), minutes * 60_000).unref();
		});
		const crash = new Promise((_, reject) => page.once('crash', () => reject(new Error('The workbench crashed.'))));
		return Number(await Promise.race([exit, late, crash]));
	} finally {
		await browser.close();
		await server.stop();
	}
}

async function runUiTests() {
	await installExtension({ vsix: development, userData, extensions });
	const server = await startServer({ userData, extensions, log, settings, locale });
	const browser = await launchBrowser();
	try {
		const { run } = await import(pathToFileURL(testsPath).href);
		await run({ browser, folder, userData, log, url: workbenchUrl(server.origin, folder) });
		return 0;
	} finally {
		await browser.close();
		await server.stop();
	}
}

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
try {
	process.exit(await (process.env.BEDROCK_PROFILES_LAYER === 'ui' ? runUiTests() : runInExtensionHost()));
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	console.error(`The server's own words: ${log}`);
	process.exit(1);
}
