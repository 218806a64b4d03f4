import {
	CreateFoundationModelAgreementCommand,
	DeleteFoundationModelAgreementCommand,
	GetFoundationModelAvailabilityCommand,
	GetUseCaseForModelAccessCommand,
	ListFoundationModelAgreementOffersCommand,
	PutUseCaseForModelAccessCommand,
} from '@aws-sdk/client-bedrock';
import { ConverseCommand, CountTokensCommand, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import { describe, expect, test } from 'vitest';
import type { ModelAccessOptions } from '../../../src/simulator/account/modelAccess';
import type { Clients } from './clients';
import { clientsOf, question, sonnet, started } from './clients';
import { ServiceModel } from './serviceModel';

const profileId = `us.${sonnet}`;
const llama = 'meta.llama3-8b-instruct-v1:0';
const hello = { messages: question('Hello') };
const model = new ServiceModel('bedrock');

async function account(modelAccess?: ModelAccessOptions) {
	const simulator = await started({ modelAccess });
	return { simulator, ...clientsOf(simulator, { record: true }) };
}

function judge(operation: string, { last }: Clients): void {
	const { body, headers, status } = last();
	const parsed: unknown = JSON.parse(body.toString());
	expect(model.responseComplaints(operation, status, headers, parsed)).toEqual([]);
}

async function availability(clients: Clients, modelId: string): Promise<string[]> {
	const answer = await clients.bedrock.send(new GetFoundationModelAvailabilityCommand({ modelId }));
	judge('GetFoundationModelAvailability', clients);
	return [
		answer.agreementAvailability!.status!,
		answer.authorizationStatus!,
		answer.entitlementAvailability!,
		answer.regionAvailability!,
	];
}

const ask = ({ runtime }: Clients, modelId = profileId) => runtime.send(new ConverseCommand({ modelId, ...hello }));

test('without anything said, the account may use every model', async () => {
	const clients = await account();
	await expect(ask(clients)).resolves.toBeDefined();
	expect(await availability(clients, sonnet)).toEqual(['AVAILABLE', 'AUTHORIZED', 'AVAILABLE', 'AVAILABLE']);
});

test('a model that is not granted is refused by every call, by model ID and through profiles', async () => {
	const clients = await account({ notGranted: ['anthropic.*', llama] });
	const refusal = {
		name: 'AccessDeniedException',
		message: "You don't have access to the model with the specified model ID.",
	};
	const calls = [
		ask(clients),
		ask(clients, llama),
		clients.runtime.send(new InvokeModelCommand({ modelId: profileId, body: '{}' })),
		clients.runtime.send(new CountTokensCommand({ modelId: profileId, input: { converse: hello } })),
	];
	for (const call of calls) await expect(call).rejects.toMatchObject(refusal);
	expect(await availability(clients, sonnet)).toEqual(['NOT_AVAILABLE', 'AUTHORIZED', 'NOT_AVAILABLE', 'AVAILABLE']);
	await expect(ask(clients, 'amazon.nova-lite-v1:0')).resolves.toBeDefined();
});

test('a pending agreement says so', async () => {
	const clients = await account({ pending: [sonnet] });
	await expect(ask(clients)).rejects.toMatchObject({
		name: 'AccessDeniedException',
		message: expect.stringContaining('subscription for this model is still being processed') as unknown,
	});
	expect(await availability(clients, sonnet)).toEqual(['PENDING', 'AUTHORIZED', 'NOT_AVAILABLE', 'AVAILABLE']);
});

describe('the first call of a model without an agreement', () => {
	test('makes one, if the caller may subscribe', async () => {
		const clients = await account({ unsubscribed: ['*'] });
		const keys = { accessKeyId: 'KEYOFANA', secretAccessKey: 'secret of ana' };
		const statement = { Effect: 'Allow', Action: 'bedrock:*', Resource: '*' };
		clients.simulator.addPrincipal({ ...keys, policies: [{ Version: '2012-10-17', Statement: [statement] }] });
		const ana = clientsOf(clients.simulator, keys);
		await expect(ask(ana)).rejects.toMatchObject({
			name: 'AccessDeniedException',
			message: expect.stringContaining(
				'required AWS Marketplace actions (aws-marketplace:ViewSubscriptions',
			) as unknown,
		});
		expect((await availability(clients, sonnet))[0]).toBe('NOT_AVAILABLE');
		await expect(ask(clients)).resolves.toBeDefined();
		await expect(ask(ana)).resolves.toBeDefined();
		expect((await availability(clients, sonnet))[0]).toBe('AVAILABLE');
	});

	test('is not needed where an offer was taken', async () => {
		const clients = await account({ notGranted: [sonnet] });
		const { offers } = await clients.bedrock.send(new ListFoundationModelAgreementOffersCommand({ modelId: sonnet }));
		judge('ListFoundationModelAgreementOffers', clients);
		const offerToken = offers![0]!.offerToken!;
		const agree = (modelId: string) =>
			clients.bedrock.send(new CreateFoundationModelAgreementCommand({ modelId, offerToken }));
		await expect(agree(llama)).rejects.toMatchObject({ message: 'The provided offerToken is invalid.' });
		await expect(agree(sonnet)).resolves.toMatchObject({ modelId: sonnet });
		await expect(ask(clients)).resolves.toBeDefined();
		await clients.bedrock.send(new DeleteFoundationModelAgreementCommand({ modelId: sonnet }));
		await expect(ask(clients)).rejects.toMatchObject({ name: 'AccessDeniedException' });
	});

	test('has no offer for what does not exist or needs none', async () => {
		const { bedrock } = await account();
		const offers = (modelId: string) => bedrock.send(new ListFoundationModelAgreementOffersCommand({ modelId }));
		await expect(offers('amazon.nova-lite-v1:0')).resolves.toMatchObject({ offers: [] });
		await expect(offers('no.such-model')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
		const nova = { modelId: 'amazon.nova-lite-v1:0' };
		await expect(bedrock.send(new DeleteFoundationModelAgreementCommand(nova))).rejects.toMatchObject({
			name: 'ValidationException',
		});
	});
});

describe('the use case form', () => {
	test('opens the models of Anthropic and no others', async () => {
		const clients = await account({ isUseCaseSubmitted: false });
		await expect(ask(clients)).rejects.toMatchObject({
			name: 'ResourceNotFoundException',
			$metadata: { httpStatusCode: 404 },
			message: expect.stringMatching(/^Model use case details have not been submitted for this account\./) as unknown,
		});
		expect(await availability(clients, sonnet)).toEqual(['AVAILABLE', 'NOT_AUTHORIZED', 'NOT_AVAILABLE', 'AVAILABLE']);
		await expect(ask(clients, llama)).resolves.toBeDefined();
		const { bedrock } = clients;
		await expect(bedrock.send(new GetUseCaseForModelAccessCommand({}))).rejects.toMatchObject({
			name: 'ResourceNotFoundException',
		});
		const formData = Buffer.from(JSON.stringify({ companyName: 'Example', useCases: 'Answers' }));
		await bedrock.send(new PutUseCaseForModelAccessCommand({ formData }));
		judge('PutUseCaseForModelAccess', clients);
		const sent = await bedrock.send(new GetUseCaseForModelAccessCommand({}));
		judge('GetUseCaseForModelAccess', clients);
		expect(Buffer.from(sent.formData!)).toEqual(formData);
		await expect(ask(clients)).resolves.toBeDefined();
	});

	test('has a size', async () => {
		const { bedrock } = await account();
		for (const size of [9, 16_385]) {
			await expect(
				bedrock.send(new PutUseCaseForModelAccessCommand({ formData: Buffer.alloc(size) })),
			).rejects.toMatchObject({ name: 'ValidationException' });
		}
	});
});
