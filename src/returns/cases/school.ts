// A school whose case records may have been read.
export type AuditedSchool = { id: string; name: string; town: string }
