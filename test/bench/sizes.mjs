// What the package weighs. 1 KB is 1,000 bytes.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { atMost } from './figure.mjs';

const kilobytes = (path) => statSync(path).size / 1000;

export function sizes({ dist, vsix }) {
	const hostFiles = readdirSync(dist, { recursive: true }).filter(
		(name) => name.endsWith('.js') && !name.startsWith('webview'),
	);
	const page = (name) => [`${name}.js`, `${name}.css`];
	const entry = readFileSync(join(dist, 'extension.js'), 'utf8');
	if (!existsSync(vsix)) throw new Error(`${vsix} is missing: run npm run package.`);
	const sum = (names, folder) => names.reduce((total, name) => total + kilobytes(join(folder, name)), 0);
	return [
		atMost('entry bundle', kilobytes(join(dist, 'extension.js')), 'KB', 60),
		atMost(
			'AWS SDK code in the entry bundle',
			(entry.match(/@aws-sdk|@smithy|aws-sdk-js/g) ?? []).length,
			'mentions',
			0,
		),
		atMost('host code in all', sum(hostFiles, dist), 'KB', 1_600),
		atMost('chat page', sum(page('chat'), join(dist, 'webview')), 'KB', 265),
		atMost('comparison page', sum(page('compare'), join(dist, 'webview')), 'KB', 60),
		atMost('simulator page', sum(page('simulator'), join(dist, 'webview')), 'KB', 30),
		atMost('package', kilobytes(vsix), 'KB', 800),
	];
}
