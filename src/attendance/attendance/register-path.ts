// Where a register lives. What the page shows and how it is taken travel along in the address, so that a form returns to the same page.

export type RegisterView = {
  /** Searched for, in names and schools. */
  q: string
  show: 'all' | 'left'
  source: 'screen' | 'paper'
}

export const wholeRegister: RegisterView = { q: '', show: 'all', source: 'screen' }

/** Path of a register or of something below it, with the view's parameters that differ from the usual ones. */
export const registerPath = (sessionId: string, view: RegisterView, below = '', more: Record<string, string> = {}): string => {
  const query = new URLSearchParams({
    ...(view.q ? { q: view.q } : {}),
    ...(view.show === 'left' ? { show: 'left' } : {}),
    ...(view.source === 'paper' ? { source: 'paper' } : {}),
    ...more,
  }).toString()
  return `/register/${sessionId}${below}${query ? `?${query}` : ''}`
}
