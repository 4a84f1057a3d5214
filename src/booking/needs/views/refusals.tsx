import type { SaveRefusal } from '../need.ts'

export const needsRefusals: Record<SaveRefusal, string> = {
  link_ended: 'This link has ended',
  event_over: 'The event is over or cancelled, so nothing more is kept. What you told us before can be deleted',
}
