import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type ErrorCode, localError, type LocalErrorCode } from '../../../src/bedrock/errors';
import { errorRows } from '../../../src/bedrock/errorRows';
import type { Invoke } from '../../../src/bedrock/invocation';
import facts from '../../../src/bedrock/data/errors.json';
import { startSimulator, type Simulator } from '../../../src/simulator/simulator';
import type { AnswerMessage, RemedyOffer } from '../../../src/webview/chat/protocol';
import { done, onCommand } from '../doubles/outsideWorld';
import { RoomOnSimulator, type RoomOptions, sonnet } from './roomOnSimulator';

vi.mock('vscode', async () => {
	const [plain, { outside }] = await Promise.all([import('../doubles/vscode'), import('../doubles/outsideWorld')]);
	return { ...plain, ...outside, window: { ...plain.window, ...outside.window } };
});

let simulator: Simulator;
let room: RoomOnSimulator | undefined;
beforeAll(async () => {
	simulator = await startSimulator({ pace: 0 });
});
afterAll(async () => {
	await simulator.close();
	for (const folder of folders) await rm(folder, { recursive: true });
});
beforeEach(() => {
	done.length = 0;
	onCommand.clear();
});
afterEach(() => {
	simulator.faults.clear();
	room?.dispose();
	room = undefined;
	vi.unstubAllEnvs();
});

interface Trouble extends RoomOptions {
	/** What the simulator answers in place of an answer; without one, the trouble is a real one. */
	readonly fault?: { readonly name: string; readonly status: number; readonly message: string };
	/** Strikes in the stream, after two events. */
	readonly inStream?: boolean;
	/** Ends the trouble, as a user's doing elsewhere does. */
	end?(): void;
}

const principal = 'arn:aws:iam::111122223333:user/dev';
const profileArn = `arn:aws:bedrock:us-east-1:111122223333:inference-profile/${sonnet}`;
const refused = (resource: string, how: string, action = 'bedrock:InvokeModelWithResponseStream') =>
	`User: ${principal} is not authorized to perform: ${action} on resource: ${resource} ${how}`;
const modelArn = 'arn:aws:bedrock:us-west-2::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0';

/** Where the sentence of the table needs values, or stands in no row. */
const messages: Partial<Record<ErrorCode, string>> = {
	'iam-implicit-deny-profile': refused(profileArn, 'because no identity-based policy allows the action'),
	'iam-implicit-deny-model': refused(modelArn, 'because no identity-based policy allows the action'),
	'scp-explicit-deny': refused(modelArn, 'with an explicit deny in a service control policy'),
	'identity-explicit-deny': refused(profileArn, 'with an explicit deny in an identity-based policy'),
	'marketplace-pending': 'Your AWS Marketplace subscription for this model is still being processed.',
	'service-quota': 'Your request exceeds the service quota for your account.',
	'extraneous-key': 'Malformed input request: #: extraneous key [top_k] is not permitted, please reformat your input.',
	'model-returned-errors': 'The model returned the following errors: `temperature` is deprecated for this model.',
	'incomplete-signature': 'The request signature is incomplete.',
	'request-expired': 'RequestExpired: the request is too old.',
	'control-conflict': 'The resource is in use.',
	'too-many-tags': 'The resource has too many tags.',
};

/** Troubles that need no fault: they happen. */
async function realTrouble(code: ErrorCode): Promise<Trouble | undefined> {
	switch (code) {
		case 'on-demand-needs-profile':
			return { profileId: 'anthropic.claude-sonnet-4-5-20250929-v1:0' };
		case 'invalid-model-id':
			return { profileId: 'us.vendor.no-such-model-v1:0', picks: sonnet };
		case 'wrong-region-profile':
			return { sourceRegion: 'eu-central-1', picks: 'eu.amazon.nova-lite-v1:0' };
		case 'unrecognized-client':
			return aws({ AWS_ACCESS_KEY_ID: 'AKIDEXAMPLEOFNOBODY1', AWS_SECRET_ACCESS_KEY: 'nothing' });
		case 'js-no-credentials':
			return aws({});
		case 'js-sso-expired': {
			const session = '[sso-session corp]\nsso_region = us-east-1\nsso_start_url = https://corp.example/start\n';
			const profile =
				'[profile dev]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Dev\nregion = us-east-1\n';
			return aws({ AWS_PROFILE: 'dev' }, session + profile);
		}
		default:
			return undefined;
	}
}

/** Home folders of no use to anybody once the tests are over. */
const folders: string[] = [];

/** The SDK's own way to credentials, in an environment where nothing else can be found. */
async function aws(environment: Readonly<Record<string, string>>, config = ''): Promise<Trouble> {
	const folder = await mkdtemp(join(tmpdir(), 'chat-remedies-'));
	folders.push(folder);
	await writeFile(join(folder, 'config'), config);
	const nothing = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_PROFILE'];
	for (const name of [...nothing, 'AWS_BEARER_TOKEN_BEDROCK', 'AWS_WEB_IDENTITY_TOKEN_FILE'])
		vi.stubEnv(name, undefined);
	const files = {
		HOME: folder,
		AWS_CONFIG_FILE: join(folder, 'config'),
		AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none'),
	};
	for (const [name, value] of Object.entries({ ...files, AWS_EC2_METADATA_DISABLED: 'true', ...environment })) {
		vi.stubEnv(name, value);
	}
	const end = () => {
		vi.stubEnv('AWS_PROFILE', undefined);
		vi.stubEnv('AWS_ACCESS_KEY_ID', simulator.accessKeyId);
		vi.stubEnv('AWS_SECRET_ACCESS_KEY', simulator.secretAccessKey);
	};
	return { connection: { kind: 'aws', sourceRegion: 'us-east-1', endpoint: simulator.endpoint }, end };
}

/** What the table says of a code, as the service would send it. */
function faultOf(code: ErrorCode): Trouble {
	const row = facts.errors.find(({ id }) => id === code);
	if (!row) throw new Error(`The table has no row ${code}.`);
	const { exception: name, httpStatus: status = 400, message, variants } = row;
	return {
		fault: { name, status, message: messages[code] ?? message ?? variants?.[0] ?? '' },
		...(code === 'model-stream-error' && { inStream: true }),
	};
}

async function open(code: ErrorCode): Promise<{ trouble: Trouble; room: RoomOnSimulator; end: () => void }> {
	const isTold = code === 'responses-app-profile' || Object.hasOwn(localCodes, code);
	const trouble = (await realTrouble(code)) ?? (isTold ? told(code) : faultOf(code));
	const { fault } = trouble;
	if (fault) {
		const { name, status, message } = fault;
		simulator.faults.push({
			fault: trouble.inStream
				? { kind: 'exception', name, message, after: 2 }
				: { kind: 'error', name, status, message },
		});
	}
	room = new RoomOnSimulator(simulator, { picks: 'us.amazon.nova-lite-v1:0', ...trouble });
	const end = () => {
		simulator.faults.clear();
		trouble.end?.();
	};
	return { trouble, room, end };
}

/** What AWS has no row for; the tests of `aws/` provoke these themselves. */
const localCodes: Readonly<Record<LocalErrorCode, true>> = {
	apiKeyRefused: true,
	awsProfileMissing: true,
	credentialProcessFailed: true,
	certificateRefused: true,
	endpointInvalid: true,
	endpointNotFound: true,
	endpointUnreachable: true,
	inputTooLong: true,
	malformedAnswer: true,
	nativeFormatLacks: true,
	noCredentials: true,
	notFound: true,
	outsideAllowedRegionSets: true,
	proxyAnswered: true,
	signatureMismatch: true,
	signInCancelled: true,
	stalled: true,
	streamBroken: true,
	unknown: true,
	unknownRegion: true,
	validation: true,
};

/** No request of the chat's own meets this here (one row is another API's): what the user would see of it is shown all the same. */
function told(code: ErrorCode): Trouble {
	let isOver = false;
	const invoke: Invoke = async function* () {
		if (isOver) {
			yield await Promise.resolve({ type: 'text', text: 'Hello' });
			yield { type: 'ended', end: 'complete', stopReason: 'end_turn' };
		} else {
			const error = Object.hasOwn(localCodes, code)
				? localError(code as LocalErrorCode, 'm', { facts: { unsupported: 'stopSequences', waitedSeconds: 60 } })
				: { code, message: 'm', name: 'ValidationException', httpStatus: 400, retryable: false };
			yield await Promise.resolve({ type: 'failed', error });
		}
	};
	return { invoke, end: () => (isOver = true) };
}

const codes = Object.keys(errorRows) as ErrorCode[];

test('every row of the table has a trouble here', () => {
	expect(codes.toSorted()).toEqual(facts.errors.map(({ id }) => id).toSorted());
});

/** The kinds of buttons that were pressed. */
const pressedKinds = new Set<RemedyOffer['kind']>();

describe.each([...codes, ...(Object.keys(localCodes) as LocalErrorCode[])])('%s', (code) => {
	test('is met, explained, and each of its remedies does what its button says', { timeout: 60_000 }, async () => {
		const { room: first } = await open(code);
		const failed = await first.ask('Keep this text');
		expect(failed.outcome).toBe('failed');
		expect(failed.failure?.title).toBeTruthy();
		expect(codeOf(first)).toBe(code);
		const count = failed.failure?.remedies?.length ?? 0;
		first.dispose();
		simulator.faults.clear();
		for (let index = 0; index < count; index++) {
			const { room: chat, end } = await open(code);
			const answer = await chat.ask('Keep this text');
			const offer = answer.failure?.remedies?.[index];
			if (!offer) throw new Error(`The remedies of ${code} are others the second time.`);
			await press(chat, answer, offer, index, end);
			expect(chat.messages.find((message) => message.role === 'user')?.text).toContain('Keep this text');
			chat.dispose();
			simulator.faults.clear();
		}
	});
});

/** As it was explained for the log's reader and for tests: the code itself is not part of what the page gets. */
function codeOf(chat: RoomOnSimulator): string | undefined {
	return chat.described.at(-1);
}

async function press(
	chat: RoomOnSimulator,
	failed: AnswerMessage,
	offer: RemedyOffer,
	index: number,
	end: () => void,
): Promise<void> {
	done.length = 0;
	pressedKinds.add(offer.kind);
	const pressed = () => chat.say({ type: 'useRemedy', messageId: failed.id, index });
	const last = () => chat.requests.at(-1);
	switch (offer.kind) {
		case 'switchToProfile':
		case 'useSuccessor':
		case 'chooseTarget': {
			end();
			expect((await chat.answered(pressed)).outcome).toBe('complete');
			if (offer.targetId !== undefined) expect(last()?.target.modelId).toBe(offer.targetId);
			expect(chat.titles).toHaveLength(1);
			return;
		}
		case 'retryLater':
		case 'retry':
			end();
			expect(offer.kind === 'retry' || (offer.afterMilliseconds ?? 0) >= 1_000).toBe(true);
			expect((await chat.answered(pressed)).outcome).toBe('complete');
			return;
		case 'lowerMaxTokens':
			end();
			expect((await chat.answered(pressed)).outcome).toBe('complete');
			expect(last()?.request.maxTokens).toBe(offer.maxTokens);
			return;
		case 'useConverse':
			end();
			expect((await chat.answered(pressed)).outcome).toBe('complete');
			expect(last()?.request.api).toMatch(/^Converse/);
			return;
		case 'shortenInput':
		case 'editRequest': {
			// The page opens the question in the composer; what comes back from there replaces it.
			end();
			const question = chat.messages.at(-2);
			const text = 'Keep this text, shorter';
			const resend = { type: 'resend', requestId: 'edited', messageId: question?.id ?? '', text } as const;
			expect((await chat.answered(() => chat.say(resend))).outcome).toBe('complete');
			return;
		}
		case 'changeSourceRegion':
			onCommand.set('bedrockProfiles.selectSourceRegion', () => {
				end();
				chat.sourceRegion = 'us-east-2';
			});
			await chat.answered(pressed);
			expect(done).toContainEqual({ what: 'bedrockProfiles.selectSourceRegion', with: undefined });
			expect(last()?.target.sourceRegion).toBe('us-east-2');
			return;
		case 'chooseAwsProfile':
		case 'useSimulator': {
			const command = `bedrockProfiles.${offer.kind === 'useSimulator' ? 'useSimulator' : 'selectAwsProfile'}`;
			onCommand.set(command, () => {
				end();
				chat.label = 'Another';
			});
			expect((await chat.answered(pressed)).outcome).toBe('complete');
			expect(done).toContainEqual({ what: command, with: undefined });
			return;
		}
		case 'signIn':
			onCommand.set('bedrockProfiles.signIn', () => {
				end();
				return true;
			});
			expect((await chat.answered(pressed)).outcome).toBe('complete');
			return;
		case 'openModelAccess':
		case 'openBilling':
		case 'openQuotas':
			await pressed();
			await chat.until(() => done.length > 0);
			expect(done.at(-1)).toMatchObject({
				what: 'browse',
				with: expect.stringMatching(/^https:\/\/console\.aws\.amazon\.com\//) as string,
			});
			return;
		case 'copyPolicy':
			await pressed();
			await chat.until(() => done.length > 0);
			if (offer.action?.startsWith('aws-marketplace:')) {
				expect(done[0]).toMatchObject({ what: 'clipboard', with: expect.stringContaining('Subscribe') as string });
			} else {
				expect(done[0]).toEqual({ what: 'bedrockProfiles.copyIamPolicy', with: chat.room.profileId });
			}
			return;
		case 'openSettings':
			await pressed();
			await chat.until(() => done.length > 0);
			expect(done.at(-1)).toEqual({
				what: 'workbench.action.openSettings',
				with:
					offer.field === 'endpoint'
						? '@id:bedrockProfiles.endpoint,bedrockProfiles.runtimeEndpoint'
						: `@id:bedrockProfiles.${offer.field ?? ''}`,
			});
			return;
	}
}

test('every kind of button was pressed', () => {
	const kinds: Readonly<Record<RemedyOffer['kind'], true>> = {
		changeSourceRegion: true,
		chooseAwsProfile: true,
		chooseTarget: true,
		copyPolicy: true,
		editRequest: true,
		lowerMaxTokens: true,
		openBilling: true,
		openModelAccess: true,
		openQuotas: true,
		openSettings: true,
		retry: true,
		retryLater: true,
		shortenInput: true,
		signIn: true,
		switchToProfile: true,
		useConverse: true,
		useSimulator: true,
		useSuccessor: true,
	};
	expect([...pressedKinds].toSorted()).toEqual(Object.keys(kinds).toSorted());
});

test('a sign-in that fails, or a choice that the user turns away from, sends nothing', async () => {
	const { room: chat } = await open('expired-token');
	const failed = await chat.ask('Hello');
	const kinds = failed.failure?.remedies?.map(({ kind }) => kind) ?? [];
	const sent = chat.requests.length;
	onCommand.set('bedrockProfiles.signIn', () => false);
	await chat.say({ type: 'useRemedy', messageId: failed.id, index: kinds.indexOf('signIn') });
	await chat.until(() => done.length > 0);
	await chat.say({ type: 'useRemedy', messageId: failed.id, index: kinds.indexOf('chooseAwsProfile') });
	await chat.until(() => done.length > 1);
	await chat.say({ type: 'useRemedy', messageId: failed.id, index: 99 });
	await new Promise((resolve) => setTimeout(resolve, 20));
	expect(chat.requests).toHaveLength(sent);
});
