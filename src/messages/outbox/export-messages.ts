import type { Act } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { type Asked, type ExportedMessage, messageQuery, mostExported } from './listed-message.ts'
import { messagesForExport } from './message-list-store.ts'

/**
 * Exports the filtered messages as proof of what was sent to whom, when and how it ended. Logs the
 * filter and the count, but not searched words, which may be a name.
 * @returns 'too_many' above `mostExported`
 */
export const exportMessages = async (
  act: Act,
  asked: Asked,
  format: 'csv' | 'xlsx',
): Promise<Result<{ name: string; messages: ExportedMessage[] }, 'too_many'>> => {
  const messages = await messagesForExport(act.db, asked, mostExported + 1)
  if (messages.length > mostExported) return refuse('too_many')
  const { filter } = asked
  await atomically(
    act.db,
    [
      logged(act, {
        act: 'messages.exported',
        subject: ['export', newId(act.now)],
        after: { format, messages: messages.length, filter: messageQuery({ ...filter, q: '' }), searched: filter.q.trim() !== '' },
      }),
    ],
    {},
  )
  return ok({
    name: `messages-${/^[A-Za-z0-9]{6}$/.test(filter.event) ? `${filter.event.toUpperCase()}-` : ''}${londonDay(act.now)}`,
    messages,
  })
}
