import type { PrismaClient } from './generated/client.ts'

const clients = new WeakMap<D1Database, Promise<PrismaClient>>()

/**
 * The Prisma client of this database, loaded when it is first asked for and made once an isolate: a new one a request halves throughput.
 * For simple reads alone, of a row or a table that is its own trip anyway, off the paths that many take at once.
 */
export const prisma = (db: D1Database): Promise<PrismaClient> => {
  const known = clients.get(db)
  if (known) return known
  const made = import('./prisma-client.ts').then(({ madeClient }) => madeClient(db))
  clients.set(db, made)
  return made
}
