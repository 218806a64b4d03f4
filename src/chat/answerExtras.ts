import type { Citation, InvocationEvent } from '../bedrock/invocation';
import { identifyImage } from '../bedrock/imageKind';
import type { AnswerExtra, ChatMessage, ImageExtra } from '../webview/chat/protocol';

/** More than any model draws; decoding takes four bytes a pixel, and a file of a few kilobytes can claim any size. */
const maximumPixels = 40_000_000;
const maximumBytes = 20_000_000;

/** @param after characters of the answer's text before it. */
export function extraOf(
	event: Extract<InvocationEvent, { readonly type: 'citation' | 'toolUse' | 'image' }>,
	after: number,
): AnswerExtra {
	switch (event.type) {
		case 'citation':
			return { type: 'citation', ...known(event) };
		case 'toolUse':
			return { type: 'toolUse', after, name: event.name, input: event.input };
		case 'image':
			return imageExtra(event.bytes, after);
	}
}

function imageExtra(bytes: Uint8Array, after: number): ImageExtra {
	const kind = identifyImage(bytes);
	if (!kind) return { type: 'image', after, state: 'unreadable' };
	if (bytes.length > maximumBytes || kind.width * kind.height > maximumPixels) {
		return { type: 'image', after, state: 'tooLarge', ...kind };
	}
	return { type: 'image', after, state: 'shown', ...kind, bytes };
}

function known({ title, source, citedText }: Citation): Citation {
	return {
		...(title !== undefined && { title }),
		...(source !== undefined && { source }),
		...(citedText !== undefined && { citedText }),
	};
}

/** What can be kept on disk: pictures go, and it is said that they were there. */
export function withoutPictures(messages: readonly ChatMessage[]): readonly ChatMessage[] {
	return messages.map((message) => {
		if (message.role !== 'assistant' || !message.extras?.some((extra) => extra.type === 'image')) return message;
		return { ...message, extras: message.extras.map(withoutBytes) };
	});
}

function withoutBytes(extra: AnswerExtra): AnswerExtra {
	if (extra.type !== 'image' || !extra.bytes) return extra;
	const { bytes: _bytes, ...rest } = extra;
	return { ...rest, state: 'notKept' };
}
