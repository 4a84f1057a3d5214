export type AppErrorCode =
  | 'not_found'
  | 'forbidden'
  | 'conflict'
  | 'bad_request'
  | 'too_large'
  | 'too_much_mail'
  | 'too_much_today'
  | 'being_made'
  | 'unavailable'
  | 'another_version'

/** The only error thrown on purpose. `message` is for the log; `code` has its page. */
export class AppError extends Error {
  readonly code: AppErrorCode
  constructor(code: AppErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

export const notFound = (what: string): AppError => new AppError('not_found', `No such ${what}`)

/** Does each item; a failure is logged and tried next time. @returns whether any was done */
export const eachAlone = async <T>(items: readonly T[], one: (item: T) => Promise<boolean>): Promise<boolean> => {
  let done = false
  for (const item of items) {
    try {
      done = (await one(item)) || done
    } catch (error) {
      console.error(JSON.stringify({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }))
    }
  }
  return done
}
