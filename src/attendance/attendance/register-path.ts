// A register's address. The filter and how it is taken travel along, so that a form returns to the
// same page.

export type RegisterView = {
  /** Search in names and schools. */
  q: string
  show: 'all' | 'left'
  source: 'screen' | 'paper'
}

export const wholeRegister: RegisterView = { q: '', show: 'all', source: 'screen' }

/** The path of a register, or below it, with non-default parameters. */
export const registerPath = (sessionId: string, view: RegisterView, below = '', more: Record<string, string> = {}): string => {
  const query = new URLSearchParams({
    ...(view.q ? { q: view.q } : {}),
    ...(view.show === 'left' ? { show: 'left' } : {}),
    ...(view.source === 'paper' ? { source: 'paper' } : {}),
    ...more,
  }).toString()
  return `/register/${sessionId}${below}${query ? `?${query}` : ''}`
}
