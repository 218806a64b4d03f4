/** A local endpoint that speaks OpenAI's chat completions, from which the text of answers comes. */
export interface BackendOptions {
	/** Up to and without `/chat/completions`: `http://127.0.0.1:11434/v1`. */
	readonly url: string;
	/** What it is asked for; left out: the model that the request to the simulator names. */
	readonly model?: string;
	/** Sent as a bearer token. */
	readonly apiKey?: string;
	/** Milliseconds without a byte after which it counts as silent; left out: 60,000. */
	readonly timeout?: number;
}
