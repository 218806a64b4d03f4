import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AwsFileWatch, readAwsFiles } from '../../../src/connection/awsFiles';

let folder: string;
let environment: Record<string, string>;
let watch: AwsFileWatch | undefined;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'aws-files-'));
	environment = {
		AWS_CONFIG_FILE: join(folder, 'config'),
		AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
	};
});
afterEach(() => {
	watch?.dispose();
	rmSync(folder, { recursive: true, force: true });
});

describe('the AWS files', () => {
	it('are empty where there are none, or where a folder has their name', async () => {
		expect(await readAwsFiles({ ...environment, AWS_CONFIG_FILE: folder })).toEqual({ config: '', credentials: '' });
	});

	it('are noticed when another program writes them, in one word for many steps', async () => {
		writeFileSync(join(folder, 'config'), '[default]');
		const onChange = vi.fn();
		watch = new AwsFileWatch(environment, onChange, 50);
		watch.ensure();
		watch.ensure();
		await readAwsFiles(environment);
		for (const key of ['a', 'b', 'c']) writeFileSync(join(folder, 'credentials'), `[${key}]`);
		await vi.waitFor(() => expect(onChange).toHaveBeenCalledOnce(), 10_000);
		writeFileSync(join(folder, 'config'), '[profile x]');
		await vi.waitFor(() => expect(onChange).toHaveBeenCalledTimes(2), 10_000);
	});

	it('are no news when they were only touched, nor are their neighbours', async () => {
		writeFileSync(join(folder, 'config'), '[default]');
		const onChange = vi.fn();
		watch = new AwsFileWatch(environment, onChange, 20);
		watch.ensure();
		await readAwsFiles(environment);
		utimesSync(join(folder, 'config'), 1, 1);
		writeFileSync(join(folder, 'config'), '[default]');
		writeFileSync(join(folder, 'other'), 'x');
		await new Promise((resolve) => setTimeout(resolve, 200));
		expect(onChange).not.toHaveBeenCalled();
		// The watch was alive all the time.
		writeFileSync(join(folder, 'config'), '[profile news]');
		await vi.waitFor(() => expect(onChange).toHaveBeenCalledOnce(), 10_000);
	});

	it('may lie in a folder that is not there', () => {
		watch = new AwsFileWatch({ AWS_CONFIG_FILE: join(folder, 'no', 'config') }, () => undefined);
		expect(() => watch?.ensure()).not.toThrow();
	});
});
