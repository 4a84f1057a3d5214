import type { page } from '#base/web/page.tsx'

/** What a page declares that a handler shows; undefined: it is written by hand. */
export const pageOf = (handler: object): ReturnType<typeof page> | undefined => (handler as { page?: ReturnType<typeof page> }).page
