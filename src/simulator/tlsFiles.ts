import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import type { TlsIdentity } from './wire/certificate';

/** Where a certificate chain and its key are, in PEM. */
export interface TlsFiles {
	readonly certFile: string;
	readonly keyFile: string;
}

/** @throws Error with one sentence for the user, when a file cannot be read or the two do not fit */
export function readIdentity({ certFile, keyFile }: TlsFiles): TlsIdentity {
	const identity = { cert: readText(certFile, '--tls-cert'), key: readText(keyFile, '--tls-key') };
	try {
		createSecureContext(identity);
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		throw new Error(
			`The certificate in ${certFile} and the key in ${keyFile} cannot be used (${why}); give a PEM certificate and the key that belongs to it.`,
			{ cause: error },
		);
	}
	return identity;
}

/** Puts what clients must trust where they can read it. It goes with {@link removeAuthority}. */
export function writeAuthority(pem: string): string {
	const file = join(mkdtempSync(join(tmpdir(), folderPrefix)), 'authority.pem');
	writeFileSync(file, pem);
	return file;
}

export function removeAuthority(file: string): void {
	rmSync(join(file, '..'), { recursive: true, force: true });
}

const folderPrefix = 'bedrock-simulator-';

function readText(path: string, flag: string): string {
	try {
		return readFileSync(path, 'utf8');
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
		throw new Error(`The file ${path} of ${flag} cannot be read (${code}).`, { cause: error });
	}
}
