using System.Globalization;
using System.Text.Json;
using Gatehouse.Bfe;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Host.State;

/// <summary>
/// The committed objects of a node in a database of its own, so that it starts from them. A commit is one database transaction that is on the
/// disk before anybody judges by it: whenever the process is killed, the next start finds one commit or the next, never half of one. No key and
/// no secret is ever in it.
/// </summary>
public sealed class StateStore : IDisposable
{
    /// <summary>The format this build writes and reads (PRAGMA user_version).</summary>
    public const int Format = 1;

    /// <summary>"GATE": tells our databases from others (PRAGMA application_id).</summary>
    private const int ApplicationId = 0x47415445;

    private const string Schema = """
        CREATE TABLE objects (type INTEGER NOT NULL, key BLOB NOT NULL, id INTEGER NOT NULL, lifetime INTEGER NOT NULL, json BLOB NOT NULL,
            PRIMARY KEY (type, key)) WITHOUT ROWID;
        CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
        """;

    private readonly SqliteConnection _connection;
    private long _digest;
    private long _policyDigest;

    private StateStore(SqliteConnection connection, string path)
    {
        _connection = connection;
        Path = path;
    }

    /// <summary>The database.</summary>
    public string Path { get; }

    /// <summary>What the store held when it was opened.</summary>
    public IReadOnlyList<BfeChange> Objects { get; private set; } = [];

    /// <summary>The policy it held when it was opened, or null.</summary>
    public StoredPolicy? Policy { get; private set; }

    /// <summary>Opens the store of a directory and makes it when there is none. Null, and one sentence, when it cannot be used.</summary>
    public static StateStore? Open(string directory, out string? failure)
    {
        var path = System.IO.Path.Combine(directory, "state.db");
        StateStore? store = null;
        try
        {
            PrivateFile.CreateDirectory(directory);
            using (PrivateFile.Open(path, FileMode.OpenOrCreate, FileShare.ReadWrite))
            {
                // A new database is the owner's alone from its first byte on.
            }

            var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 5 }.ToString());
            store = new StateStore(connection, path);
            connection.Open();
            failure = store.Prepare();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SqliteException or ArgumentException)
        {
            failure = e is SqliteException { SqliteErrorCode: 5 or 6 } ? "another process has it open" : e.Message;
        }

        if (failure is null)
            return store;
        store?.Dispose();
        failure = $"the state store {path} cannot be used: {failure}";
        return null;
    }

    /// <summary>Writes what a commit changed, and with a policy which document it came from. Durable when it returns success.</summary>
    public FwpResult Save(IReadOnlyList<BfeChange> changes, StoredPolicy? policy)
    {
        try
        {
            using var transaction = _connection.BeginTransaction();
            var digest = _digest;
            foreach (var change in changes)
            {
                if (change.Lifetime == FwpmLifetime.Dynamic)
                    continue;
                var row = StoredObject.Of(change.Object, change.Id, change.Lifetime);
                digest ^= row.Digest();
                if (change.Type == FwpmChangeType.Add)
                    Run("INSERT INTO objects VALUES ($1, $2, $3, $4, $5)", row.Type, row.Key.ToByteArray(), row.Id, row.Lifetime, row.Json);
                else
                    Run("DELETE FROM objects WHERE type = $1 AND key = $2", row.Type, row.Key.ToByteArray());
            }

            var policyDigest = _policyDigest;
            if (policy is not null)
            {
                policyDigest = policy.Digest();
                Put("policy", policy.Text);
                Put("path", policy.Path);
            }

            Put("digest", digest ^ policyDigest);
            transaction.Commit();
            (_digest, _policyDigest) = (digest, policyDigest);
            return FwpResult.Success;
        }
        catch (SqliteException e)
        {
            return new FwpResult(FwpError.TxnAborted, $"the state store {Path} could not keep the commit: {e.Message}");
        }
    }

    /// <summary>Closes the database.</summary>
    public void Dispose() => _connection.Dispose();

    private string? Prepare()
    {
        // One process owns the store; a power failure must not lose what was answered with success.
        Run("PRAGMA locking_mode = EXCLUSIVE");
        var format = Number("PRAGMA user_version");
        if (format == 0 && Number("SELECT count(*) FROM sqlite_master") == 0)
            return Create();
        if (Number("PRAGMA application_id") != ApplicationId)
            return "it is not one of Gatehouse's";
        if (format != Format)
        {
            var formats = string.Create(CultureInfo.InvariantCulture, $"it has format {format}, and this build reads format {Format}");
            return $"{formats}; use the Gatehouse that wrote it";
        }

        Run("PRAGMA synchronous = FULL");
        if (Text("PRAGMA quick_check(1)") is not "ok" and var damage)
            return $"it is damaged ({damage}); restore it from a copy, or remove it and apply the policy again";
        // Taken now, so that no other process takes it between two commits.
        Run("BEGIN IMMEDIATE; COMMIT");
        return Load();
    }

    private string? Create()
    {
        using var transaction = _connection.BeginTransaction();
        Run(Schema);
        Put("digest", 0L);
        Run($"PRAGMA application_id = {ApplicationId.ToString(CultureInfo.InvariantCulture)}");
        Run($"PRAGMA user_version = {Format.ToString(CultureInfo.InvariantCulture)}");
        transaction.Commit();
        Run("PRAGMA synchronous = FULL");
        return null;
    }

    private string? Load()
    {
        var objects = new List<BfeChange>();
        using (var command = Command("SELECT type, key, id, lifetime, json FROM objects"))
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                var row = "?";
                try
                {
                    row = $"type {reader.GetValue(0)}, key {Convert.ToHexString((byte[])reader.GetValue(1))}";
                    var stored = new StoredObject(
                        reader.GetInt32(0), new Guid((byte[])reader.GetValue(1)), reader.GetInt64(2), reader.GetInt32(3), (byte[])reader.GetValue(4));
                    _digest ^= stored.Digest();
                    objects.Add(new BfeChange(FwpmChangeType.Add, stored.Read(), (ulong)stored.Id, (FwpmLifetime)stored.Lifetime));
                }
                catch (Exception e) when (e is JsonException or InvalidCastException or ArgumentException or OverflowException or FormatException)
                {
                    return $"the object in row ({row}) cannot be read: {e.Message}; restore the store from a copy, or remove it and apply the policy again";
                }
            }
        }

        if (Text("SELECT value FROM meta WHERE name = 'policy'") is { } text)
            Policy = new StoredPolicy(text, Text("SELECT value FROM meta WHERE name = 'path'") ?? "the state store");
        _policyDigest = Policy?.Digest() ?? 0;
        if (Number("SELECT value FROM meta WHERE name = 'digest'") != (_digest ^ _policyDigest))
            return "its objects are not those of the last commit; restore it from a copy, or remove it and apply the policy again";
        Objects = objects;
        return null;
    }

    private void Put(string name, object value) => Run("INSERT INTO meta VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value);

    private void Run(string sql, params object[] parameters)
    {
        using var command = Command(sql, parameters);
        command.ExecuteNonQuery();
    }

    private long Number(string sql)
    {
        using var command = Command(sql);
        return command.ExecuteScalar() as long? ?? 0;
    }

    private string? Text(string sql)
    {
        using var command = Command(sql);
        return command.ExecuteScalar() as string;
    }

    private SqliteCommand Command(string sql, params object[] parameters)
    {
        var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Every text is a constant of this file; values are parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 0; i < parameters.Length; i++)
            command.Parameters.AddWithValue(string.Create(CultureInfo.InvariantCulture, $"${i + 1}"), parameters[i]);
        return command;
    }
}
