import type { Attachment } from './prompt';

/** Looks at an attachment as far as its header goes: enough to show that the bytes arrived. */
export function inspectImage(format: string, bytes: Buffer): Attachment {
	return { kind: 'image', format, size: bytes.length, ...imageSize(bytes) };
}

export function inspectDocument(format: string, name: string | undefined, bytes: Buffer): Attachment {
	const isText = ['txt', 'md', 'csv', 'html'].includes(format);
	return {
		kind: 'document',
		format,
		name,
		size: bytes.length,
		excerpt: isText ? excerpt(bytes.toString('utf8')) : undefined,
	};
}

const excerptLength = 80;

export function excerpt(text: string): string | undefined {
	const line = text.replace(/\s+/g, ' ').trim();
	if (line === '') return undefined;
	const characters = Array.from(line);
	return characters.length <= excerptLength ? line : `${characters.slice(0, excerptLength).join('')}…`;
}

function imageSize(bytes: Buffer): { width: number; height: number } | undefined {
	if (bytes.length >= 24 && bytes.readUInt32BE(0) === 0x89504e47 && bytes.toString('latin1', 12, 16) === 'IHDR') {
		return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
	}
	if (bytes.length >= 10 && bytes.toString('latin1', 0, 4) === 'GIF8') {
		return { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
	}
	return bytes.length >= 4 && bytes.readUInt16BE(0) === 0xffd8 ? jpegSize(bytes) : undefined;
}

/** Walks the segments to the first frame header (SOF0 to SOF15 without DHT, JPG and DAC). */
function jpegSize(bytes: Buffer): { width: number; height: number } | undefined {
	let offset = 2;
	while (offset + 9 < bytes.length && bytes.readUInt8(offset) === 0xff) {
		const marker = bytes.readUInt8(offset + 1);
		const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
		if (isFrame) return { height: bytes.readUInt16BE(offset + 5), width: bytes.readUInt16BE(offset + 7) };
		offset += 2 + bytes.readUInt16BE(offset + 2);
	}
	return undefined;
}
