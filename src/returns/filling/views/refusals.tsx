import { sayChanged, shownNow } from '#base/changed.ts'
import { sayTooMuchToday } from '#base/limits/budget.ts'
import type { FactRefusal, SaveRefusal } from '../save-entries.ts'

export const saveRefusals: Record<SaveRefusal, string> = {
  return_is_submitted:
    'The return was submitted meanwhile, so nothing was saved. Copy what you typed, and ask the council to open it again if it matters.',
  round_is_closed: 'The council has closed this audit meanwhile, so nothing was saved.',
  answered_otherwise: 'The council has entered the answer that your school gave on paper or by another audit, so nothing was saved.',
  too_many_at_once: 'Several people save this at the same moment, so nothing of yours was saved. Press Save again.',
  too_much_today: `${sayTooMuchToday} What you typed is still on this page.`,
}

export const factRefusals: Record<FactRefusal, string> = {
  fact_has_changed: sayChanged('What we hold has', 'confirmed or disputed', shownNow),
  return_is_submitted: 'The return was submitted or closed meanwhile, so nothing was saved.',
}
