// A school whose case records somebody may have read.
/** A root. */
export type AuditedSchool = { id: string; name: string; town: string }
