// A register's address. The filter and how it is taken travel along, so that a form returns to the
// same page.

import type { Actor } from '#base/act.ts'
import { mayAsk } from '#base/web/access.ts'

export type RegisterView = {
  /** Search in names and schools. */
  q: string
  show: 'all' | 'left'
  source: 'screen' | 'paper'
  /** Which page of schools, from 1; a register of few people has one. */
  page: number
}

export const wholeRegister: RegisterView = { q: '', show: 'all', source: 'screen', page: 1 }

/** The path of a register, or below it, with non-default parameters. */
export const registerPath = (sessionId: string, view: RegisterView, below = '', more: Record<string, string> = {}): string => {
  const query = new URLSearchParams({
    ...(view.q ? { q: view.q } : {}),
    ...(view.show === 'left' ? { show: 'left' } : {}),
    ...(view.source === 'paper' ? { source: 'paper' } : {}),
    ...(view.page > 1 ? { page: String(view.page) } : {}),
    ...more,
  }).toString()
  return `/register/${sessionId}${below}${query ? `?${query}` : ''}`
}

/** Where organisers see what follows a sign-off, such as certificates; nobody else does. */
export const afterSignOff = (actor: Actor, code: string): string | undefined =>
  mayAsk(actor, 'GET /organiser/events/:code/day') ? `/organiser/events/${code}/day` : undefined
