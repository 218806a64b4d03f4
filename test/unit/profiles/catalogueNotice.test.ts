import { describe, expect, it, vi } from 'vitest';
import type { ExplainedError } from '../../../src/bedrock/errors';
import { noticeFor, type NoticeFacts } from '../../../src/profiles/catalogueNotice';
import type { CatalogueState } from '../../../src/profiles/catalogueSource';

vi.mock('vscode', () => import('../doubles/vscode'));

/** What helps, by code, as the error texts say. */
const remedies: Record<string, { kind: string }[]> = {
	noCredentials: [{ kind: 'chooseAwsProfile' }, { kind: 'signIn' }, { kind: 'useSimulator' }],
	endpointNotFound: [{ kind: 'changeSourceRegion' }, { kind: 'openSettings' }, { kind: 'retry' }],
};

const facts: NoticeFacts = {
	isSimulated: false,
	sourceRegion: 'us-east-1',
	asOf: '2026-11-22',
	listedAt: undefined,
	describeError: (error) => ({
		title: `Title of ${error.code}.`,
		advice: 'Do this next.',
		remedies: remedies[error.code] ?? [],
	}),
};

function failed(code: ExplainedError['code'], extra: Partial<ExplainedError> = {}): CatalogueState {
	const error = { code, name: 'Error', message: 'words of AWS', retryable: false, ...extra };
	return { kind: 'failed', error, operation: 'ListInferenceProfiles' };
}
const live = (profileCount: number): CatalogueState => ({ kind: 'live', at: new Date(), profileCount, failures: [] });
const commands = (state: CatalogueState, more: Partial<NoticeFacts> = {}) =>
	noticeFor(state, { ...facts, ...more })?.row?.actions.map(({ command }) => command.replace('bedrockProfiles.', ''));

describe('noticeFor', () => {
	it('has nothing to say while all is well', () => {
		expect(
			[{ kind: 'idle' } as const, { kind: 'loading' } as const, live(3)].map((state) => noticeFor(state, facts)),
		).toEqual([undefined, undefined, undefined]);
	});

	it('always says that the simulator answers', () => {
		for (const state of [{ kind: 'idle' }, { kind: 'loading' }, live(3)] as const) {
			const notice = noticeFor(state, { ...facts, isSimulated: true });
			expect(notice?.message).toContain('simulator');
			expect(notice?.row).toBeUndefined();
		}
	});

	it('offers what helps, once each, and another try and the log at last', () => {
		expect(commands(failed('noCredentials'))).toEqual([
			'selectAwsProfile',
			'signIn',
			'useSimulator',
			'refreshProfiles',
			'showOutput',
		]);
	});

	it('offers another region to someone whose region has no endpoint', () => {
		expect(commands(failed('endpointNotFound'))?.[0]).toBe('selectSourceRegion');
	});

	it('offers another try for anything else', () => {
		expect(commands(failed('scp-explicit-deny'))?.[0]).toBe('refreshProfiles');
	});

	it('names the action that is denied, and offers the policy for it', () => {
		const action = 'bedrock:ListInferenceProfiles';
		const notice = noticeFor(failed('access-denied-generic', { facts: { action } }), facts);
		expect(notice?.row?.label).toBe(`${action} is not allowed`);
		expect(notice?.message).toContain(`The identity that you are signed in with needs ${action}.`);
		expect(commands(failed('iam-implicit-deny-profile'), { isSimulated: true })?.[0]).toBe('copyBrowsePolicy');
	});

	it('marks a list of profiles that broke off', () => {
		const error: ExplainedError = { code: 'throttle-requests', name: 'X', message: '', retryable: true };
		const state = { ...live(5), failures: [{ operation: 'ListInferenceProfiles', error }] } as CatalogueState;
		expect(noticeFor(state, facts)).toMatchObject({
			message: expect.stringContaining('Not all profiles could be listed') as string,
			row: { label: 'The list of profiles is not complete' },
		});
	});

	it('offers no simulator to someone who is on it', () => {
		expect(commands(failed('unknown'), { isSimulated: true })).toEqual(['refreshProfiles', 'showOutput', 'useAws']);
	});

	it('says what happened, what to do, and what is shown meanwhile', () => {
		expect(noticeFor(failed('noCredentials'), facts)?.message).toBe(
			'Title of noCredentials. Do this next. Below is the bundled catalogue of 2026-11-22.',
		);
		expect(noticeFor(failed('noCredentials'), { ...facts, listedAt: new Date() })?.message).toContain(
			'Below is what the account listed on',
		);
	});

	it('leads from a setting that cannot be used to that setting', () => {
		const bad = (setting: string) =>
			failed('unknown', { name: 'ConnectionError', message: `The setting "bedrockProfiles.${setting}" is bad.` });
		const state = bad('certificateFile');
		expect(noticeFor(state, facts)?.row?.actions).toEqual([
			expect.objectContaining({
				label: 'Open the setting “certificateFile”',
				command: 'workbench.action.openSettings',
				arguments: ['@id:bedrockProfiles.certificateFile'],
			}),
		]);
		expect(commands(bad('sourceRegion'))).toEqual(['selectSourceRegion', 'workbench.action.openSettings']);
		expect(commands(failed('unknown', { name: 'ConnectionError' }))).toEqual(['openSettings']);
		expect(noticeFor(state, facts)?.row?.label).toBe('Not connected');
	});

	it('names an empty account', () => {
		const notice = noticeFor(live(0), facts);
		expect(notice?.row?.label).toBe('No inference profiles in us-east-1');
		expect(commands(live(0))).toEqual(['selectSourceRegion', 'refreshProfiles']);
	});

	it('tells of the models that could not be listed beside the profiles that could', () => {
		const error: ExplainedError = {
			code: 'no-model-access',
			name: 'AccessDeniedException',
			message: '',
			retryable: false,
		};
		const state: CatalogueState = {
			...live(5),
			failures: [{ operation: 'ListFoundationModels', error }],
		} as CatalogueState;
		expect(noticeFor(state, facts)?.message).toContain(
			'the models could not be: Title of no-model-access. Do this next.',
		);
	});
});
