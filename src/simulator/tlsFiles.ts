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
	const identity = { cert: readPem(certFile, '--tls-cert'), key: readPem(keyFile, '--tls-key') };
	const why = complaintAbout(identity);
	if (why === undefined) return identity;
	throw new Error(
		`The certificate in ${certFile} and the key in ${keyFile} cannot be used (${why}); give a PEM certificate and the key that belongs to it.`,
	);
}

/** @returns what OpenSSL says; `undefined` when the two can be used */
export function complaintAbout(identity: TlsIdentity): string | undefined {
	try {
		createSecureContext(identity);
		return undefined;
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}

/** @param name of what gave the path @throws Error with one sentence for the user */
export function readPem(path: string, name: string): string {
	try {
		return readFileSync(path, 'utf8');
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
		throw new Error(`The file ${path} of ${name} cannot be read (${code}).`, { cause: error });
	}
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
