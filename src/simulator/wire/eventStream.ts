import { crc32 } from './crc32';

/**
 * One frame of `application/vnd.amazon.eventstream`:
 * total length (4 bytes), headers length (4), CRC of those eight (4), headers, payload, CRC of all before it (4); big-endian.
 * @param headers name → value; all are sent as type 7, string. Names up to 255 bytes, values up to 32,767.
 * @see Smithy specification, "Amazon Event Stream Specification"
 */
export function encodeFrame(headers: Readonly<Record<string, string>>, payload: Uint8Array): Buffer {
	const encodedHeaders = Buffer.concat(Object.entries(headers).map(([name, value]) => encodeHeader(name, value)));
	const total = preludeLength + encodedHeaders.length + payload.length + checksumLength;
	const frame = Buffer.allocUnsafe(total);
	frame.writeUInt32BE(total, 0);
	frame.writeUInt32BE(encodedHeaders.length, 4);
	frame.writeUInt32BE(crc32(frame.subarray(0, 8)), 8);
	frame.set(encodedHeaders, preludeLength);
	frame.set(payload, preludeLength + encodedHeaders.length);
	frame.writeUInt32BE(crc32(frame.subarray(0, total - checksumLength)), total - checksumLength);
	return frame;
}

/** An event of a REST-JSON stream: `contentBlockDelta` with its JSON. */
export function encodeEvent(eventType: string, payload: unknown): Buffer {
	return encodeFrame(
		{ ':event-type': eventType, ':content-type': 'application/json', ':message-type': 'event' },
		Buffer.from(JSON.stringify(payload)),
	);
}

/** A modelled error in the middle of a stream: `throttlingException` with its JSON. */
export function encodeException(exceptionType: string, payload: unknown): Buffer {
	return encodeFrame(
		{ ':exception-type': exceptionType, ':content-type': 'application/json', ':message-type': 'exception' },
		Buffer.from(JSON.stringify(payload)),
	);
}

/** An error that the model of the stream does not know. */
export function encodeError(code: string, message: string): Buffer {
	return encodeFrame({ ':message-type': 'error', ':error-code': code, ':error-message': message }, Buffer.alloc(0));
}

const preludeLength = 12;
const checksumLength = 4;
const stringType = 7;

function encodeHeader(name: string, value: string): Buffer {
	const nameBytes = Buffer.from(name);
	const valueBytes = Buffer.from(value);
	const header = Buffer.allocUnsafe(1 + nameBytes.length + 1 + 2 + valueBytes.length);
	header.writeUInt8(nameBytes.length, 0);
	header.set(nameBytes, 1);
	header.writeUInt8(stringType, 1 + nameBytes.length);
	header.writeUInt16BE(valueBytes.length, 2 + nameBytes.length);
	header.set(valueBytes, 4 + nameBytes.length);
	return header;
}
