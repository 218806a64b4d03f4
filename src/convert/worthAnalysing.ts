/**
 * Something in the text that can be a model ID: a provider or `bedrock`, or a floating SDK version. Read before the
 * engine is loaded, so that most files never load it.
 */
const hint =
	/\b(?:bedrock|foundation-?model|inference-?profile|boto(?:3|core)|[a-z][a-z0-9]{1,15}\.[a-z][a-z0-9.-]{0,200}[0-9])/i;

/** Most files hold nothing that the engine could judge. Takes linear time, whatever the text. */
export function isWorthAnalysing(text: string): boolean {
	return hint.test(text);
}
