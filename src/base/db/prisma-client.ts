// Imported on first use by `client.ts`, so that Prisma loads late.
import { PrismaD1 } from '@prisma/adapter-d1'
import { PrismaClient } from './generated/reader/client.ts'

export const madeClient = (db: SqlDatabase): PrismaClient => new PrismaClient({ adapter: new PrismaD1(db as D1Database) })
