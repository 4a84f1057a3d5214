import { linkRefusals } from '#people/claiming/views/refusals.tsx'
import type { AgreeRefusal } from '../confirm-agreement.ts'

export const agreeRefusals: Record<Exclude<AgreeRefusal, 'agreed' | 'changed'>, string> = {
  no_such_link: linkRefusals.no_such_link,
  run_out: 'This link has run out. Ask us for another one.',
  cancelled: 'The booking has been cancelled, so there is nothing to agree to.',
  not_the_contact: 'Somebody else at the school is the contact of this booking now, so this link no longer works.',
}
