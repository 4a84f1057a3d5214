// A mail as it is handed to whatever sends it.

/** `content` is base64. */
export type Attachment = { filename: string; contentType: string; content: string }

/** Headers as sent. `key`: idempotency key. */
export type Sendable = {
  key: string
  /** undefined: the mail is not in the outbox. */
  messageId: string | undefined
  from: string
  to: string
  replyTo: string | undefined
  subject: string
  text: string
  html: string
  attachments: Attachment[]
  /** Besides the usual ones. */
  headers: Record<string, string>
}

/** A mail that a batch stores. */
export type StoredMail = Sendable & { messageId: string; kind: string }
