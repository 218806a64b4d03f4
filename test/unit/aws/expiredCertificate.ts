import { generateKeyPairSync, sign } from 'node:crypto';

/** A self-signed certificate for localhost that ran out long ago, and its key, made on the spot. */
export function expiredCertificate(): { readonly cert: string; readonly key: string } {
	const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const ecdsaWithSha256 = sequence(oid([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]));
	const commonName = sequence(oid([0x55, 0x04, 0x03]), der(0x0c, Buffer.from('localhost')));
	const name = sequence(der(0x31, commonName));
	const body = sequence(
		der(0xa0, integer(2)),
		integer(1),
		ecdsaWithSha256,
		name,
		sequence(der(0x17, Buffer.from('200101000000Z')), der(0x17, Buffer.from('200102000000Z'))),
		name,
		publicKey.export({ type: 'spki', format: 'der' }),
	);
	const signature = der(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', body, privateKey)]));
	const certificate = sequence(body, ecdsaWithSha256, signature).toString('base64');
	return {
		cert: `-----BEGIN CERTIFICATE-----\n${certificate.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
		key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
	};
}

function der(tag: number, content: Buffer): Buffer {
	const { length } = content;
	const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
	return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
	return der(0x30, Buffer.concat(parts));
}

function oid(bytes: readonly number[]): Buffer {
	return der(0x06, Buffer.from(bytes));
}

function integer(value: number): Buffer {
	return der(0x02, Buffer.from([value]));
}
