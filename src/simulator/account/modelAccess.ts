import { matches, readPattern } from '../iam/pattern';

/** Which models the account may use. Model IDs; `*` stands for any text. Left out: all of them. */
export interface ModelAccessOptions {
	/** Refused, whoever asks. */
	readonly notGranted?: readonly string[];
	/** The agreement is being made; it stays so for the whole run. */
	readonly pending?: readonly string[];
	/** No agreement yet: the first call by somebody with the rights of AWS Marketplace makes one. */
	readonly unsubscribed?: readonly string[];
	/** Whether Anthropic's use case form has been sent in. Left out: it has. */
	readonly isUseCaseSubmitted?: boolean;
}

export type AccessState = 'granted' | 'notGranted' | 'pending' | 'unsubscribed' | 'useCaseMissing';

/** The agreements of the account, and the form that Anthropic asks for once. An agreement counts at once. */
export class ModelAccess {
	/** As it was sent; `undefined` before. */
	useCaseForm: Buffer | undefined;
	private readonly agreements = new Map<string, 'granted' | 'notGranted'>();

	constructor(private readonly options: ModelAccessOptions = {}) {
		if (options.isUseCaseSubmitted ?? true) this.useCaseForm = Buffer.from(JSON.stringify(initialForm));
	}

	stateOf(modelId: string): AccessState {
		const state = this.agreements.get(modelId) ?? this.initialState(modelId);
		const needsForm = modelId.startsWith('anthropic.') && this.useCaseForm === undefined;
		return state === 'granted' && needsForm ? 'useCaseMissing' : state;
	}

	grant(modelId: string): void {
		this.agreements.set(modelId, 'granted');
	}

	revoke(modelId: string): void {
		this.agreements.set(modelId, 'notGranted');
	}

	private initialState(modelId: string): AccessState {
		const { notGranted, pending, unsubscribed } = this.options;
		const isIn = (patterns: readonly string[] = []): boolean =>
			patterns.some((pattern) => matches(readPattern(pattern, false), modelId, new Map()));
		if (isIn(notGranted)) return 'notGranted';
		if (isIn(pending)) return 'pending';
		return isIn(unsubscribed) ? 'unsubscribed' : 'granted';
	}
}

/** The members of the form that AWS's console sends. */
const initialForm = {
	companyName: 'Simulated Company',
	companyWebsite: 'https://example.com',
	intendedUsers: '0',
	industryOption: 'Software',
	otherIndustryOption: '',
	useCases: 'Trying the simulator of Amazon Bedrock.',
};
