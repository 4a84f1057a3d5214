import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { forgetOwnWords } from '#messages/outbox/store.ts'
import { selectWordings, supersededWords } from './store.ts'
import { ownOf, type Template, wrongWith } from './wording.ts'

export type SaveRefusal = 'changed_meanwhile' | 'wrong_words' | 'not_editable'

const changed = 'changed_meanwhile' as const

/**
 * Saves a message's words; only changes are written, and default or empty words restore the
 * default. @param ask.typed words by slot; missing slots are default @param ask.seen how many
 * changes there were when it was shown @returns the slots that changed
 */
export const saveWording = async (
  act: Act,
  ask: { template: Template; typed: Readonly<Record<string, string>>; seen: number },
): Promise<Result<string[], SaveRefusal>> => {
  const { template } = ask
  if (template.fixed) return refuse('not_editable')
  const now = await readNow(act.db, selectWordings(act.db, template.name))
  if (now.changes.length !== ask.seen) return refuse(changed)
  const wanted = ownOf(template, ask.typed)
  const wrong = Object.entries(wanted).some(([name, text]) => {
    const slot = template.slots[name]
    return !slot || wrongWith(template, slot, text) !== undefined
  })
  if (wrong) return refuse('wrong_words')
  const different = Object.fromEntries(
    Object.keys({ ...now.own, ...wanted })
      .filter((slot) => (now.own[slot] ?? '') !== (wanted[slot] ?? ''))
      .map((slot) => [slot, wanted[slot] ?? '']),
  )
  const slots = Object.keys(different)
  if (slots.length === 0) return ok([])
  const result = await atomically(
    act.db,
    [
      ...supersededWords(act, template.name, ask.seen, different),
      logged(act, {
        act: Object.keys(wanted).length === 0 ? 'wording.restored' : 'wording.changed',
        subject: ['wording', template.name],
        after: { slots },
      }),
    ],
    { [guardBroken]: changed, 'Wording.kind': changed } as const,
  )
  if (!result.ok) return result
  forgetOwnWords(act.db)
  return ok(slots)
}
