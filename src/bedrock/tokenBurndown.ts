/**
 * How many tokens of the quota one token of output takes.
 * @see Amazon Bedrock user guide, "Global cross-Region inference" and the model card of GPT-6 Luna: all others take one
 */
export function tokenBurndown(modelId: string): number {
	if (/^anthropic\.claude-(opus-4-2025|sonnet-4-2025|sonnet-4-5-|3-7-sonnet-)/.test(modelId)) return 5;
	return modelId === 'openai.gpt-6-luna' ? 10 : 1;
}
