import { InvokeModelCommand, InvokeModelWithResponseStreamCommand } from '@aws-sdk/client-bedrock-runtime';
import { inflateSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Clients } from './clients';
import { clientsOf, started } from './clients';
import { ServiceModel } from './serviceModel';

const titan = 'amazon.titan-embed-text-v2:0';
const cohere = 'cohere.embed-multilingual-v3';
const fourth = 'us.cohere.embed-v4:0';
let current: Clients;
let launch: Clients;
let west: Clients;
beforeAll(async () => {
	const today = await started();
	current = clientsOf(today, { record: true });
	west = clientsOf(today, { region: 'us-west-2' });
	launch = clientsOf(await started({ world: 'launch' }));
});

type Json = ReturnType<typeof JSON.parse>;
async function invoke(modelId: string, body: object, { runtime } = current): Promise<Json> {
	const answer = await runtime.send(new InvokeModelCommand({ modelId, body: JSON.stringify(body) }));
	expect(answer.contentType).toBe('application/json');
	return JSON.parse(Buffer.from(answer.body).toString());
}

const length = (vector: number[]) => Math.hypot(...vector);
const cosine = (a: number[], b: number[]) => a.reduce((sum, value, index) => sum + value * b[index]!, 0);

describe('vectors', () => {
	test('of Titan have the size that was asked for, and length 1', async () => {
		const answer = await invoke(titan, { inputText: 'Where does a request run?' });
		expect(answer.embedding).toHaveLength(1024);
		expect(length(answer.embedding)).toBeCloseTo(1, 6);
		expect(answer.embeddingsByType.float).toEqual(answer.embedding);
		expect(answer.inputTextTokenCount).toBeGreaterThan(4);
		const small = await invoke(titan, { inputText: 'x', dimensions: 256, embeddingTypes: ['binary'] });
		expect(small).not.toHaveProperty('embedding');
		expect(small.embeddingsByType.binary).toHaveLength(256);
		expect(new Set(small.embeddingsByType.binary)).toEqual(new Set([0, 1]));
		expect(length((await invoke(titan, { inputText: 'x', normalize: false })).embedding)).toBeGreaterThan(1.1);
		expect((await invoke('amazon.titan-embed-text-v1', { inputText: 'x' })).embedding).toHaveLength(1536);
		const picture = { inputImage: 'aGVsbG8=', embeddingConfig: { outputEmbeddingLength: 384 } };
		expect((await invoke('amazon.titan-embed-image-v1', picture)).embedding).toHaveLength(384);
	});

	test('are the same for the same text and nearer for texts that share words', async () => {
		const vector = async (inputText: string) => (await invoke(titan, { inputText })).embedding as number[];
		const [one, again, near, far] = await Promise.all(
			['profiles route requests', 'profiles route requests', 'profiles route answers', 'cats like fish'].map(vector),
		);
		expect(again).toEqual(one);
		expect(cosine(one!, near!)).toBeGreaterThan(0.5);
		expect(Math.abs(cosine(one!, far!))).toBeLessThan(0.3);
	});

	test('of Cohere come by text, or by type', async () => {
		const texts = ['one', 'two words'];
		const plain = await invoke(cohere, { texts, input_type: 'search_document' });
		expect(plain).toMatchObject({ response_type: 'embeddings_floats', texts });
		expect(plain.embeddings.map((vector: number[]) => vector.length)).toEqual([1024, 1024]);
		const types = ['float', 'int8', 'uint8', 'binary', 'ubinary'];
		const typed = await invoke(cohere, { texts, input_type: 'search_query', embedding_types: types });
		expect(typed.response_type).toBe('embeddings_by_type');
		expect(Object.keys(typed.embeddings)).toEqual(types);
		expect(typed.embeddings.binary[0]).toHaveLength(128);
		for (const value of typed.embeddings.binary[0]) expect(value >= -128 && value <= 127).toBe(true);
		for (const value of typed.embeddings.uint8[0]) expect(value >= 0 && value <= 255).toBe(true);
		const inputs = [
			{
				content: [
					{ type: 'text', text: 'a cat' },
					{ type: 'image_url', image_url: { url: 'data:x' } },
				],
			},
		];
		const mixed = await invoke(fourth, { inputs, input_type: 'search_document', output_dimension: 512 });
		expect(mixed.embeddings[0]).toHaveLength(512);
	});

	test.each<[string, object, string]>([
		[titan, {}, 'required key [inputText] not found'],
		[titan, { inputText: '' }, 'expected minLength: 1'],
		[titan, { inputText: 'x', dimensions: 100 }, '#/dimensions: 100 is not a valid enum value'],
		[titan, { inputText: 'x', embeddingTypes: ['int4'] }, 'int4 is not a valid enum value'],
		[titan, { inputText: 'x', texts: [] }, 'extraneous key [texts] is not permitted'],
		[titan, { inputText: 'word '.repeat(9_000) }, 'expected maxLength: 8192'],
		[cohere, { texts: ['x'] }, 'required key [input_type] not found'],
		[cohere, { texts: ['x'], input_type: 'other' }, 'other is not a valid enum value'],
		[cohere, { input_type: 'search_query' }, 'exactly one of'],
		[cohere, { texts: Array.from({ length: 97 }, () => 'x'), input_type: 'clustering' }, 'from 1 to 96 items'],
		[cohere, { texts: ['x'], input_type: 'clustering', embedding_types: ['int4'] }, 'int4 is not a valid enum value'],
		[cohere, { texts: [{}], input_type: 'clustering' }, '#/texts/0: expected a text or content'],
		[fourth, { texts: ['x'], input_type: 'clustering', output_dimension: 3 }, '#/output_dimension: 3'],
		['amazon.titan-embed-image-v1', {}, 'required key [inputText] or [inputImage] not found'],
	])('of %s are refused for %j', async (modelId, body, complaint) => {
		await expect(invoke(modelId, body)).rejects.toMatchObject({
			name: 'ValidationException',
			message: expect.stringContaining(complaint) as unknown,
		});
	});

	test('count against the quota and stand in the service’s headers', async () => {
		await invoke(titan, { inputText: 'Four words stand here' });
		const { body, headers, status } = current.last();
		expect(headers['x-amzn-bedrock-input-token-count']).toBe('4');
		expect(headers['x-amzn-bedrock-output-token-count']).toBe('0');
		expect(new ServiceModel('bedrock-runtime').responseComplaints('InvokeModel', status, headers, body)).toEqual([]);
	});

	test('are not streamed', async () => {
		const command = new InvokeModelWithResponseStreamCommand({ modelId: titan, body: '{"inputText":"x"}' });
		await expect(current.runtime.send(command)).rejects.toMatchObject({
			message: 'The model is unsupported for streaming.',
		});
	});
});

describe('pictures', () => {
	/** Width and height of a PNG whose data is as long as its header says. */
	function sizeOf(base64: string): [number, number] {
		const bytes = Buffer.from(base64, 'base64');
		expect(bytes.toString('latin1', 1, 4)).toBe('PNG');
		const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
		const at = bytes.indexOf('IDAT');
		const rows = inflateSync(bytes.subarray(at + 4, at + 4 + bytes.readUInt32BE(at - 4)));
		expect(rows.length).toBe(height * (1 + Math.ceil(width / 8)));
		return [width, height];
	}

	test('of Stability have the ratio that was asked for', async () => {
		const prompt = { prompt: 'A lighthouse', aspect_ratio: '16:9', seed: 7 };
		const answer = await invoke('stability.stable-image-core-v1:1', prompt, west);
		expect(answer).toMatchObject({ seeds: [7], finish_reasons: [null] });
		expect(sizeOf(answer.images[0])).toEqual([1344, 768]);
		const erased = await invoke('us.stability.stable-image-erase-object-v1:0', { image: answer.images[0] });
		expect(sizeOf(erased.images[0])).toEqual([1024, 1024]);
	});

	test('of 2024 have the size and the number that were asked for', async () => {
		const titanImage = {
			taskType: 'TEXT_IMAGE',
			textToImageParams: { text: 'A lighthouse' },
			imageGenerationConfig: { numberOfImages: 2, width: 512, height: 768 },
		};
		const { error, images } = await invoke('amazon.titan-image-generator-v1', titanImage, launch);
		expect(error).toBeNull();
		expect(images.map(sizeOf)).toEqual([
			[512, 768],
			[512, 768],
		]);
		expect(images[0]).not.toBe(images[1]);
		const diffusion = { text_prompts: [{ text: 'A lighthouse' }], seed: 3 };
		const drawn = await invoke('stability.stable-diffusion-xl-v1', diffusion, launch);
		expect(drawn).toMatchObject({ result: 'success', artifacts: [{ seed: 3, finishReason: 'SUCCESS' }] });
		expect(sizeOf(drawn.artifacts[0].base64)).toEqual([1024, 1024]);
		expect(await invoke('stability.stable-diffusion-xl-v1', diffusion, launch)).toEqual(drawn);
	});

	test.each<[string, object, string]>([
		['stability.stable-image-core-v1:1', {}, 'required key [prompt] not found'],
		['stability.stable-image-core-v1:1', { prompt: 'x', aspect_ratio: '7:7' }, '7:7 is not a valid enum value'],
		['stability.stable-image-core-v1:1', { prompt: 'x', seed: -1 }, '#/seed: -1'],
		['stability.stable-image-core-v1:1', { prompt: 'x', output_format: 'webp' }, 'draws png only'],
		['us.stability.stable-fast-upscale-v1:0', { prompt: 'x' }, 'required key [image] not found'],
	])('of %s are refused for %j', async (modelId, body, complaint) => {
		await expect(invoke(modelId, body, west)).rejects.toMatchObject({
			name: 'ValidationException',
			message: expect.stringContaining(complaint) as unknown,
		});
	});
});
