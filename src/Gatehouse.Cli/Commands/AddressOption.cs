using System.Collections.Immutable;
using System.CommandLine;
using Gatehouse.Base;

namespace Gatehouse.Cli.Commands;

/// <summary>An option that takes addresses, once or several times.</summary>
internal static class AddressOption
{
    public static Option<ImmutableArray<IpAddr>> Create(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "ADDR",
        Arity = ArgumentArity.OneOrMore,
        DefaultValueFactory = _ => [],
        CustomParser = result =>
        {
            var addresses = ImmutableArray.CreateBuilder<IpAddr>();
            foreach (var token in result.Tokens)
            {
                if (IpAddr.TryParse(token.Value, out var address))
                    addresses.Add(address);
                else
                    result.AddError($"{name} takes an IP address, and '{token.Value}' is none");
            }

            return addresses.ToImmutable();
        },
    };
}
