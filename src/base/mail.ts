// A mail as it is sent, whatever it is about.

/** `content` is base64. */
export type Attachment = { filename: string; contentType: string; content: string }

/** What a sender gets: addresses are spelled as headers, and `key` makes a second sending of the same message harmless. */
export type Sendable = {
  key: string
  /** undefined: it is not in the outbox. */
  messageId: string | undefined
  from: string
  to: string
  replyTo: string | undefined
  subject: string
  text: string
  html: string
  attachments: Attachment[]
  /** Besides those that every mail has. */
  headers: Record<string, string>
}

/** One that a batch stores, as it will be sent. */
export type StoredMail = Sendable & { messageId: string; kind: string }
