// Leaves out the AWS SDK's classes for errors that no operation in the bundle answers with. A client registers all errors
// of its service, so one call to CloudTrail brought 90 of them. Should one of those come all the same, the SDK makes it the
// service's general error, with the same name, message and metadata, as it does with errors that are newer than the SDK.
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/** Operations that the SDK calls by itself: for roles, and for S3's directory buckets. */
const calledBySdk = new Map([
	['client-s3', ['CreateSession']],
	['client-sts', ['AssumeRole', 'AssumeRoleWithWebIdentity']],
]);

/**
 * @param source of a client's schemas
 * @param path of that file: `…/@aws-sdk/client-…/dist-es/schemas/schemas_0.js`
 * @returns the source without registering the errors that cannot come
 */
export async function registerCalledErrors(source, path) {
	const folder = resolve(dirname(path), '../..');
	const client = /@aws-sdk[\\/](client-[\w-]+)$/.exec(folder)?.[1];
	if (!client) return source;
	const { operations, errors } = await importedFrom(client);
	for (const operation of operations) {
		for (const error of await errorsOf(operation, folder)) errors.add(error);
	}
	// What comes in the midst of a stream is a member of its events.
	for (const [, error] of source.matchAll(/\(\) => (\w+)\$/g)) errors.add(error);
	let count = 0;
	const rest = source.replaceAll(/^n0_registry\.registerError\(\w+\$, (\w+)\);$/gm, (statement, error) => {
		count++;
		return errors.has(error) ? statement : '';
	});
	if (count === 0) throw new Error(`${path} registers no errors in the form that calledErrors.mjs knows.`);
	return rest;
}

/** Operations in the bundle whose errors were not asked for. */
export async function unaskedOperations({ outputs }) {
	const unasked = [];
	for (const { inputs } of Object.values(outputs)) {
		for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
			const [, client, operation] =
				/[\\/]@aws-sdk[\\/](client-[\w-]+)[\\/]dist-es[\\/]commands[\\/](\w+)Command\.js$/.exec(path) ?? [];
			if (!client || bytesInOutput === 0 || (await importedFrom(client)).operations.has(operation)) continue;
			unasked.push({
				text: `calledErrors.mjs: the SDK calls ${operation} of ${client} by itself. Add it to calledBySdk.`,
			});
		}
	}
	return unasked;
}

/** What src/aws imports from a client, beside what the SDK calls by itself. */
async function importedFrom(client) {
	const operations = new Set(calledBySdk.get(client));
	const errors = new Set();
	for (const source of await sources()) {
		for (const [, names, module] of source.matchAll(/^import \{([^}]+)\} from '@aws-sdk\/([\w-]+)';$/gm)) {
			if (module !== client) continue;
			for (const [, name] of names.matchAll(/(\w+)\s*(?:,|$)/g)) {
				if (name.endsWith('Command')) operations.add(name.slice(0, -'Command'.length));
				else errors.add(name);
			}
		}
	}
	return { operations, errors };
}

async function sources() {
	const folder = resolve(import.meta.dirname, '../src/aws');
	const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts'));
	return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
}

async function errorsOf(operation, folder) {
	const types = await readFile(join(folder, `dist-types/commands/${operation}Command.d.ts`), 'utf8');
	const errors = [...types.matchAll(/@throws \{@link (\w+)\}/g)].map(([, error]) => error);
	if (errors.length === 0) throw new Error(`calledErrors.mjs finds no errors of ${operation} in ${folder}.`);
	return errors;
}
