/* The SQL texts. What a statement is for stands with its caller; the schema stands in schema.c. */
#include "statements.h"

const struct store_statement store_statements[SQL_COUNT] = {
    {SQL_BEGIN_READ, "BEGIN"},
    {SQL_BEGIN_WRITE, "BEGIN IMMEDIATE"},
    {SQL_COMMIT, "COMMIT"},
    {SQL_ROLLBACK, "ROLLBACK"},
    {SQL_SAVEPOINT, "SAVEPOINT part"},
    {SQL_SAVEPOINT_RELEASE, "RELEASE part"},
    {SQL_SAVEPOINT_ROLLBACK, "ROLLBACK TO part"},
    {SQL_GET_SCHEMA_GENERATION, "SELECT value FROM meta WHERE id = 1"},
    {SQL_SET_SCHEMA_GENERATION, "UPDATE meta SET value = ?1 WHERE id = 1"},
    {SQL_SPACE_FIND, "SELECT id, name FROM namespace WHERE folded = ?1"},
    {SQL_SPACE_FAMILY,
     "SELECT id FROM namespace WHERE folded = ?1 OR (folded > ?2 AND folded < ?3)"},
    {SQL_SPACE_INSERT, "INSERT INTO namespace (name, folded) VALUES (?1, ?2)"},
    {SQL_SPACE_DELETE, "DELETE FROM namespace WHERE id = ?1"},
    {SQL_CLASS_TREE, "SELECT id, folded, super, version FROM class WHERE space = ?1 ORDER BY id"},
    {SQL_CLASS_DATA, "SELECT data FROM class WHERE id = ?1"},
    {SQL_CLASS_LAST, "SELECT max(id) FROM class"},
    {SQL_CLASS_INSERT, "INSERT INTO class (id, space, folded, super, version, data)"
                       " VALUES (?1, ?2, ?3, ?4, ?5, ?6)"},
    {SQL_CLASS_UPDATE, "UPDATE class SET version = ?2, data = ?3 WHERE id = ?1"},
    {SQL_CLASS_DELETE, "DELETE FROM class WHERE id = ?1"},
    {SQL_CLASS_DELETE_SPACE, "DELETE FROM class WHERE space = ?1"},
    {SQL_INSTANCE_FIND, "SELECT id, data, qualifiers FROM instance WHERE root = ?1 AND key = ?2"},
    {SQL_INSTANCE_RANGE,
     "SELECT id, data, qualifiers FROM instance WHERE id >= ?1 AND id < ?2 ORDER BY id"},
    {SQL_INSTANCE_LAST, "SELECT max(id) FROM instance WHERE id >= ?1 AND id < ?2"},
    {SQL_INSTANCE_PUT,
     "INSERT INTO instance (id, root, key, data, qualifiers) VALUES (?1, ?2, ?3, ?4, ?5)"
     " ON CONFLICT (root, key) DO UPDATE SET data = excluded.data, qualifiers = excluded.qualifiers"
     " WHERE instance.id >> 40 = excluded.id >> 40"},
    {SQL_INSTANCE_CREATE,
     "INSERT INTO instance (id, root, key, data, qualifiers) VALUES (?1, ?2, ?3, ?4, ?5)"
     " ON CONFLICT (root, key) DO NOTHING"},
    {SQL_INSTANCE_UPDATE, "UPDATE instance SET data = ?2, qualifiers = ?3 WHERE id = ?1"},
    {SQL_INSTANCE_DELETE, "DELETE FROM instance WHERE id = ?1"},
    {SQL_INSTANCE_DELETE_RANGE, "DELETE FROM instance WHERE id >= ?1 AND id < ?2"},
    {SQL_ENTRY_FIND,
     "SELECT i.id, i.data, i.qualifiers FROM entry AS e CROSS JOIN instance AS i"
     " ON i.id = e.instance WHERE e.property = ?1 AND e.value = ?2 AND e.instance > ?3"
     " ORDER BY e.instance"},
    {SQL_ENTRY_INSERT,
     "INSERT INTO entry (property, value, instance) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING"},
    {SQL_ENTRY_DELETE, "DELETE FROM entry WHERE property = ?1 AND value = ?2 AND instance = ?3"},
    {SQL_ENTRY_DELETE_RANGE, "DELETE FROM entry WHERE property >= ?1 AND property < ?2"},
};
