/** An error that the service answers with: AWS's exception name, HTTP status and `message`. */
export class ServiceError extends Error {
	constructor(
		override readonly name: string,
		readonly httpStatus: number,
		message: string,
		/** Further members of the error's shape. */
		readonly members: Readonly<Record<string, unknown>> = {},
	) {
		super(message);
	}
}

/** By its form: the files that are loaded later hold a copy of the class. */
export function isServiceError(error: unknown): error is ServiceError {
	return error instanceof Error && 'httpStatus' in error && 'members' in error;
}

export function validationError(message: string): ServiceError {
	return new ServiceError('ValidationException', 400, message);
}

/** The wording of AWS's framework for a broken constraint of the service model. */
export function constraintError(value: string, path: string, constraint: string): ServiceError {
	return validationError(
		`1 validation error detected: Value ${value} at '${path}' failed to satisfy constraint: ${constraint}`,
	);
}

export function serializationError(message: string): ServiceError {
	return new ServiceError('SerializationException', 400, message);
}

export function notFound(message: string): ServiceError {
	return new ServiceError('ResourceNotFoundException', 404, message);
}

export function accessDenied(message: string): ServiceError {
	return new ServiceError('AccessDeniedException', 403, message);
}
