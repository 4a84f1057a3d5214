import type { PrismaClient } from './generated/reader/client.ts'

const clients = new WeakMap<D1Database, Promise<PrismaClient>>()

/**
 * The Prisma client of this database, loaded on first use and kept by the isolate: one for each
 * request halves throughput. Only for simple reads that need a round trip of their own and are
 * rare.
 */
export const prisma = (db: D1Database): Promise<PrismaClient> => {
  const known = clients.get(db)
  if (known) return known
  const made = import('./prisma-client.ts').then(({ madeClient }) => madeClient(db))
  clients.set(db, made)
  return made
}
