import type { JsonObject } from '../json';
import type { WorldModel } from '../world';

/** Body format of a model that answers in one piece and in no words: vectors and pictures. InvokeModel only. */
export interface DirectFormat {
	/** @throws ServiceError in AWS's words when the body does not fit. */
	answer(body: JsonObject, model: WorldModel, seed: number): DirectAnswer;
}

export interface DirectAnswer {
	readonly body: JsonObject;
	readonly inputTokens: number;
}
