using System.Collections;

namespace Amazon.Lambda.RuntimeSupport;

public interface IEnvironmentVariables
{
    void SetEnvironmentVariable(string variable, string value);

    string GetEnvironmentVariable(string variable);

    IDictionary GetEnvironmentVariables();
}

sealed class SystemEnvironmentVariables : IEnvironmentVariables
{
    public void SetEnvironmentVariable(string variable, string value) => Environment.SetEnvironmentVariable(variable, value);

    public string GetEnvironmentVariable(string variable) => Environment.GetEnvironmentVariable(variable);

    public IDictionary GetEnvironmentVariables() => Environment.GetEnvironmentVariables();
}
