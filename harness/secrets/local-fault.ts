/** The refusals of AWS that a stored value can be made to answer with, to try those cases. */
export const faults = ['AccessDeniedException', 'DecryptionFailure', 'ThrottlingException', 'InternalServiceError'] as const
export type Fault = (typeof faults)[number]
