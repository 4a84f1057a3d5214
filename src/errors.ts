export type AppErrorCode = 'not_found' | 'forbidden' | 'conflict' | 'bad_request' | 'unavailable'

/** The only thing thrown on purpose. `message` is for the log; the person sees the page of the code. */
export class AppError extends Error {
  readonly code: AppErrorCode
  constructor(code: AppErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

export const notFound = (what: string): AppError => new AppError('not_found', `No such ${what}`)
