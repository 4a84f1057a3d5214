import { sayChanged } from '#base/changed.ts'
import { atField } from '#base/web/press.tsx'
import type { AskRefusal } from '../ask-session.ts'
import type { SettleRefusal } from '../settle-session.ts'

const already = 'Somebody has just answered this. The page shows what they said'

export const askRefusals = atField<AskRefusal>('about', {
  too_many_sessions_asked: 'Ten sessions that your school asked for wait for an answer. Withdraw one of them first',
  made_already: 'This form has been sent before. Open the page again',
  changed: 'You can no longer ask for this school',
})

export const answerRefusals = { changed: { after: `${already}. Your answer was not sent.` } }

export const settleRefusals: Record<SettleRefusal, { after: string }> = {
  changed: { after: `${sayChanged('This session has', 'answered')}.` },
  over: { after: 'The session was to begin before now, so it can no longer be answered.' },
}
