import type { Attachment } from '#base/mail.ts'

export type SentEntry = { id: string; kind: string; method: string; ics: string }

const atOnce = 200

/** The calendar entries of messages, in order; `next`: where to continue, null at the end. */
export const sentEntries = async (db: SqlDatabase, after: number): Promise<{ entries: SentEntry[]; next: number | null }> => {
  const { results } = await db
    .prepare(
      `SELECT m.rowid AS number, m.id, m.kind, m.method, b.attachments FROM Message m JOIN MessageBody b ON b.messageId = m.id
       WHERE m.method IS NOT NULL AND m.rowid > ?1 ORDER BY m.rowid LIMIT ${atOnce}`,
    )
    .bind(after)
    .all<{ number: number; id: string; kind: string; method: string; attachments: string }>()
  return {
    entries: results.flatMap(({ id, kind, method, attachments }) =>
      (JSON.parse(attachments) as Attachment[])
        .filter(({ contentType }) => contentType.startsWith('text/calendar'))
        .map(({ content }) => ({ id, kind, method, ics: content })),
    ),
    next: results.length < atOnce ? null : (results.at(-1)?.number ?? null),
  }
}
